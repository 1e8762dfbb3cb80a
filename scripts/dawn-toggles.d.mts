export const OFF_ON_PROCESSOR: string;
