import { LabError } from '../lab-error.ts';
import { fromLinkText, toLinkText } from '../recipe/link-text.ts';
import { badStudy, parseStudy, type Study } from './study.ts';

/** The study as one URL-safe word. */
export function studyToLink(study: Study): string {
  return toLinkText(study);
}

/** @throws LabError `bad-study` when the link is damaged */
export function studyFromLink(link: string): Study {
  try {
    return parseStudy(fromLinkText(link));
  } catch (cause) {
    if (cause instanceof LabError) throw cause;
    throw badStudy('The study in this link is damaged.', cause);
  }
}
