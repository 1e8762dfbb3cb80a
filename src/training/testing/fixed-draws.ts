/** What drawDigests gives in every engine. */
export const FIXED_DRAWS: Readonly<Record<string, string>> = {
  normals: '053cd073291762a8e4769859664e0964f461c542e17efe2ecc4b5c3e6077cc35',
  'noise, 2D': 'd1794fbbeb43e074e7ed5f39242a58f9ca6136334aff655f6051e57f0ae5ae08',
  'noise, 3D': '58e627e49344b71a99a944c59d31e14c2f0ac1c480763384caef8501237a1531',
  'rotation, 2D': '9468f93791669740667df491959c98a91333aebb7f9be374e83c750abf744cd6',
  'rotation, 3D': '9d0e73b1d6a0e7a9764e805fc78b1e589d758b6ad2b9622c2801f43d528ba36b',
  'elastic, 2D': 'e40442ed96743d4f1ab7736c6520c8affc52236c779b27872d47ccf76e8c101e',
  'elastic, 3D': 'bc7f93b27f4127bd37d3095f2205ae7d722cfe341dbb2c527d7f483eb2604cc4',
  'crop, 2D': 'e98c0b5d8230be434ab1aa78db75da86b0c02dfd8a61a61f52f7232b1a6e9490',
  'crop, 3D': '899498e81de7e0521c4ed5cd079778821b03852975f1c044e744b9d396fe75d6',
  'contrast, 2D': '24577f865538d8d9773a57b1fc16bcf4a67f9a12db5402ac790f3080641d2eb2',
  'contrast, 3D': '385baab4a4e2cf7aeaad2c243c2bf0b13189ce804f4c4d1ee1a2ebdff88546e2',
  'erasing, 2D': '1c6e1e87df4475834761adf9128e07b4f1bd6e176de08bf08444ca44f303e227',
  'erasing, 3D': 'f96ba02aff43f217adc510d01046abee14d73ce43c73710293fc7a1d74247acf',
  'mixup, 2D': 'd280385af0428383810fae1c45f689083ad6bbca3b34c7551be6705077d79526',
  'mixup, 3D': 'c7341834346ca9f43440a94813d79c18d8dc23b1059eff8d68bf14bcb3246219',
  'everything, 2D': 'dbe3159cf092cede2c5e844eb4ee2b8c567374c83660b35f5baf62a233e8eb90',
  'everything, 3D': '9205682d856aa15c9e2b6099d042413923cc6ff2912eed3ab06ff31af7b7b038',
};
/** The first weights of a network of width 4, seed 1. */
export const FIXED_WEIGHTS = 'd8e3f3668914fc1290a7974ffa4d6e970dc958c18e60939636cc96d5cc369055';

/** Sigmoid, exp, log and log1p of 2001 values on the `cpu` backend. */
export const FIXED_FUNCTIONS = 'c8e3b2d1830a8170f0098e8cfc9adefad56f3b29b3630edf9f1a6e7f04f0989b';
