import { crc32 } from 'node:zlib';
import { npyBytes, type SyntheticArray } from './synthetic-npz.ts';

/** Packs arrays like {@link zip64Of}. */
export function zip64Bytes(arrays: Readonly<Record<string, SyntheticArray>>): Uint8Array<ArrayBuffer> {
  return zip64Of(Object.entries(arrays).map(([name, array]) => [`${name}.npy`, npyBytes(array)] as const));
}

/**
 * Packs files, stored, in a zip that keeps its count, every size and every offset in zip64 fields, as archives of more
 * than 65,535 files or beyond 4 GB must (PKWARE APPNOTE.TXT 4.3.14, 4.3.15, 4.5.3).
 */
export function zip64Of(files: Iterable<readonly [string, Uint8Array]>): Uint8Array<ArrayBuffer> {
  const body: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  let count = 0;
  for (const [path, data] of files) {
    count += 1;
    const name = Buffer.from(path);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(45, 0);
    common.writeUInt32LE(crc32(data), 10);
    common.writeUInt32LE(0xffffffff, 14);
    common.writeUInt32LE(0xffffffff, 18);
    common.writeUInt16LE(name.length, 22);
    common.writeUInt16LE(20, 24);
    const local = [Buffer.from('PK\x03\x04'), common, name, extra([data.length, data.length])];
    body.push(...local, Buffer.from(data.buffer, data.byteOffset, data.length));
    const entry = Buffer.from(common);
    entry.writeUInt16LE(28, 24);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(0xffffffff, 10);
    directory.push(
      Buffer.from('PK\x01\x02'),
      Buffer.from([45, 0]),
      entry,
      tail,
      name,
      extra([data.length, data.length, offset]),
    );
    offset += local.reduce((sum, piece) => sum + piece.length, data.length);
  }
  const directorySize = directory.reduce((sum, piece) => sum + piece.length, 0);
  const end64 = Buffer.alloc(56);
  end64.write('PK\x06\x06', 'latin1');
  end64.writeBigUInt64LE(44n, 4);
  for (const [at, value] of [
    [24, count],
    [32, count],
    [40, directorySize],
    [48, offset],
  ] as const) {
    end64.writeBigUInt64LE(BigInt(value), at);
  }
  const locator = Buffer.alloc(20);
  locator.write('PK\x06\x07', 'latin1');
  locator.writeBigUInt64LE(BigInt(offset + directorySize), 8);
  locator.writeUInt32LE(1, 16);
  const end = Buffer.alloc(22, 0xff);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt32LE(0, 4);
  end.writeUInt16LE(0, 20);
  return new Uint8Array(Buffer.concat([...body, ...directory, end64, locator, end]));
}

function extra(values: readonly number[]): Buffer {
  const field = Buffer.alloc(4 + values.length * 8);
  field.writeUInt16LE(1, 0);
  field.writeUInt16LE(values.length * 8, 2);
  values.forEach((value, index) => {
    field.writeBigUInt64LE(BigInt(value), 4 + index * 8);
  });
  return field;
}
