/** The device is gone, and with it the values of all tensors. */
export class WebgpuDeviceLostError extends Error {
  constructor(reason: string) {
    super(`The graphics device was lost${reason ? `: ${reason}` : '.'}`);
    this.name = 'WebgpuDeviceLostError';
  }
}

/** The device cannot hold one more buffer; says what a person can lower. */
export class WebgpuOutOfMemoryError extends Error {
  readonly neededBytes: number;
  readonly availableBytes: number;

  constructor(neededBytes: number, availableBytes: number) {
    super(
      `Out of graphics memory: ${megabytes(neededBytes)} MB are needed at once and ${megabytes(availableBytes)} MB ` +
        'are left. Lower the batch size or the width of the network.',
    );
    this.name = 'WebgpuOutOfMemoryError';
    this.neededBytes = neededBytes;
    this.availableBytes = availableBytes;
  }
}

/** A product has more rows than one dispatch reaches with any tile; says what a person can lower. */
export class WebgpuTooManyRowsError extends Error {
  constructor(rows: number) {
    super(
      `A layer has ${rows.toLocaleString('en')} positions in a batch, more than the device takes at once. ` +
        'Lower the batch size.',
    );
    this.name = 'WebgpuTooManyRowsError';
  }
}

function megabytes(bytes: number): string {
  return (bytes / 2 ** 20).toFixed(bytes < 10 * 2 ** 20 ? 1 : 0);
}
