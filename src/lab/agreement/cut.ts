/**
 * Which answers count: so that a run gives each as often as it is right, which asks nothing of the scale of its scores (a loss
 * that ranks leaves that free); or at the threshold that is chosen on Results.
 */
export const CUTS = ['share', 'results'] as const;
export type Cut = (typeof CUTS)[number];
