import { parseStudy } from '../../src/lab/study/study.ts';
import { STUDIES } from '../examples.ts';
import { mutated } from '../mutations/json.ts';
import { requireStudy } from '../oracles.ts';
import { target } from '../target.ts';

export const studies = target({
  name: 'studies',
  inputs: mutated(STUDIES),
  check(data) {
    requireStudy(parseStudy(data));
  },
});
