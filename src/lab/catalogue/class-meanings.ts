import type { DatasetSummary } from '../dataset.ts';
import type { PhantomShape } from '../phantom-settings.ts';
import type { DatasetReference } from '../recipe/dataset-reference.ts';

const PHANTOMS: Readonly<Record<PhantomShape, readonly string[]>> = {
  pneumonia: [
    'both lungs are dark, with ribs and small sharp spots',
    'a soft bright patch lies inside one lung; spots outside mean nothing',
  ],
  nodule: ['a ball with an even edge', 'a ball with spikes and an uneven edge'],
  vessel: ['a winding tube, perhaps with a branch', 'a ball sits on the wall of the tube'],
  derma: [
    'red, with pale scales and a soft edge',
    'pale pink, with a bright rim',
    'light brown, uneven within, with a sharp edge',
    'small and round, with a pale centre',
    'dark, in patches, with a ragged edge',
    'brown and even, round: the common one',
    'red all over',
  ],
};

const ORGANS: Readonly<Record<string, string>> = {
  bladder: 'holds the urine',
  'femur-left': 'head of the left thigh bone',
  'femur-right': 'head of the right thigh bone',
  heart: 'pumps the blood',
  'kidney-left': 'the left kidney: cleans the blood',
  'kidney-right': 'the right kidney: cleans the blood',
  liver: 'the largest organ of the belly',
  'lung-left': 'the left lung: filled with air, so dark',
  'lung-right': 'the right lung: filled with air, so dark',
  pancreas: 'the gland behind the stomach',
  spleen: 'filters the blood, beside the stomach',
};

/** In the order of the catalogue's classes; what a word means, not how it is diagnosed. */
const SETS: Readonly<Record<string, readonly string[]>> = {
  pathmnist: [
    'fat',
    'no tissue',
    'dead cells',
    'white blood cells in a crowd',
    'slime',
    'muscle of the bowel wall',
    'healthy lining of the colon',
    'tissue that a tumour has changed around itself',
    'cells of the tumour',
  ],
  chestmnist: [
    'a part of the lung has lost its air',
    'an enlarged heart',
    'fluid between lung and chest wall',
    'a patch of the lung is denser than it should be',
    'a spot of more than 3 cm',
    'a spot of up to 3 cm',
    'an infected lung',
    'air between lung and chest wall: the lung falls in',
    'a part of the lung is filled with fluid or cells',
    'water in the lung',
    'walls of the air sacs are destroyed',
    'scars in the lung',
    'the skin of the lung is thickened',
    'an organ has slipped through a gap',
  ],
  dermamnist: [
    'rough spots by sunlight, and an early form of cancer',
    'the most frequent skin cancer; it hardly ever spreads',
    'harmless growths and age spots',
    'a harmless firm knot',
    'black skin cancer: the dangerous one',
    'moles: harmless',
    'harmless growths of blood vessels',
  ],
  octmnist: [
    'new vessels grow under the retina',
    'fluid in the centre of the retina, by diabetes',
    'deposits under the retina',
    'a healthy retina',
  ],
  pneumoniamnist: ['a chest without pneumonia', 'an infected lung: parts of it are clouded'],
  retinamnist: [
    'grade 0: no damage',
    'grade 1, mild: the first small bulges of vessels',
    'grade 2, moderate: more than such bulges, less than severe',
    'grade 3, severe: many bleedings, vessels out of shape',
    'grade 4, proliferative: new, fragile vessels grow',
  ],
  breastmnist: ['cancer', 'a healthy breast, or a harmless lesion'],
  bloodmnist: [
    'a rare white cell with dark grains',
    'a white cell with reddish grains, of allergies and parasites',
    'a young red cell that still has its nucleus',
    'young white cells, seldom in healthy blood',
    'a small white cell with a round nucleus: the memory of defence',
    'the largest white cell; it eats',
    'the most frequent white cell, first at an infection',
    'the small pieces that stop bleeding',
  ],
  tissuemnist: [
    'the last tubes on the way of the urine',
    'the tube behind the loop',
    'lining of the vessels in the filter',
    'lining of the vessels between the tubes',
    'white blood cells',
    'cells with feet that make the filter tight',
    'the first tube behind the filter',
    'the rising part of the loop',
  ],
  nodulemnist3d: ['harmless', 'cancer, as radiologists judged it'],
  adrenalmnist3d: ['a gland of usual shape', 'an enlarged gland'],
  fracturemnist3d: [
    'bent in on one side only',
    'broken, and both ends in place',
    'broken, and the ends have moved',
  ],
  vesselmnist3d: ['a healthy piece of a vessel', 'a bulge in its wall, which may burst'],
  synapsemnist3d: ['calms the next nerve cell', 'excites the next nerve cell'],
};

/**
 * What each class (label) means, in a few words.
 *
 * @param reference how a recipe names the set
 * @returns one for each of classNames; null where the lab does not know
 */
export function classMeanings(
  { catalogueId, classNames }: Pick<DatasetSummary, 'catalogueId' | 'classNames'>,
  reference: DatasetReference | null,
): readonly (string | null)[] {
  const known = reference?.kind === 'phantom' ? PHANTOMS[reference.shape] : SETS[catalogueId ?? ''];
  if (catalogueId?.startsWith('organ')) return classNames.map((name) => ORGANS[name] ?? null);
  return classNames.map((_, index) => known?.[index] ?? null);
}
