/** Pixels of the image for each of the drawing. */
const PNG_SCALE = 2;

/** A drawing as a picture, twice as fine as on the screen. @param svg the text of a file, which says its size */
export async function svgPng(svg: string, width: number, height: number): Promise<Blob> {
  const address = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }));
  try {
    const image = new Image();
    image.src = address;
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = width * PNG_SCALE;
    canvas.height = height * PNG_SCALE;
    canvas.getContext('2d')!.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise<Blob>((resolve, reject) => {
      canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('no image came of it'))), 'image/png');
    });
  } finally {
    URL.revokeObjectURL(address);
  }
}
