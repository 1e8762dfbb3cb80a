/** A plot of two shares against each other, each from 0 to 1 and as long as the other, within a drawing, in its own units. */
export const [LEFT, TOP, SIDE] = [50, 10, 280] as const;
export const [WIDTH, HEIGHT] = [LEFT + SIDE + 12, TOP + SIDE + 40] as const;

export const across = (x: number): number => LEFT + x * SIDE;
export const up = (y: number): number => TOP + (1 - y) * SIDE;
