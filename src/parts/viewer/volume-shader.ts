import type { Tiles } from '../../ui/tiles.ts';

const VERTEX = `#version 300 es
out vec2 place;
void main() {
  vec2 corner = vec2((gl_VertexID << 1) & 2, gl_VertexID & 2);
  place = corner * 2.0 - 1.0;
  gl_Position = vec4(place, 0.0, 1.0);
}`;

/** As projectVolume does on the processor: the brightest voxel along each line of sight, nearer ones brighter. */
const FRAGMENT = `#version 300 es
precision highp float;
precision highp sampler3D;
uniform sampler3D volume;
uniform vec2 turn;
in vec2 place;
out vec4 colour;
const int STEPS = 96;
void main() {
  float wide = abs(turn.x) + abs(turn.y);
  vec3 most = vec3(0.0);
  for (int step = 0; step < STEPS; step++) {
    float depth = (float(step) + 0.5) / float(STEPS);
    vec2 flat_ = vec2(place.x, depth * 2.0 - 1.0) * wide;
    vec3 at = vec3(flat_.x * turn.y - flat_.y * turn.x, -place.y, flat_.x * turn.x + flat_.y * turn.y) * 0.5 + 0.5;
    if (any(lessThan(at, vec3(0.0))) || any(greaterThan(at, vec3(1.0)))) continue;
    most = max(most, texture(volume, at).rgb * (1.0 - 0.55 * depth));
  }
  colour = vec4(most, 1.0);
}`;

/** Draws a volume as it is seen at an angle, in radians; 0 looks along the slices. */
export interface VolumeDrawer {
  readonly draw: (angle: number) => void;
  readonly dispose: () => void;
}

/** Null where there is no WebGL 2 that is quicker than the processor. */
export function drawByShader(
  canvas: HTMLCanvasElement,
  { pixels, size, slices }: Tiles,
): VolumeDrawer | null {
  const gl = canvas.getContext('webgl2', {
    failIfMajorPerformanceCaveat: true,
    antialias: false,
    // So that what stands still can be saved and read.
    preserveDrawingBuffer: true,
  });
  if (!gl) return null;
  const program = gl.createProgram();
  for (const [kind, source] of [
    [gl.VERTEX_SHADER, VERTEX],
    [gl.FRAGMENT_SHADER, FRAGMENT],
  ] as const) {
    const shader = gl.createShader(kind)!;
    gl.shaderSource(shader, source);
    gl.compileShader(shader);
    gl.attachShader(program, shader);
  }
  gl.linkProgram(program);
  // biome-ignore lint/correctness/useHookAtTopLevel: a call of WebGL, no hook
  gl.useProgram(program);
  const texture = gl.createTexture();
  gl.bindTexture(gl.TEXTURE_3D, texture);
  // Voxels stay cubes.
  for (const name of [gl.TEXTURE_MIN_FILTER, gl.TEXTURE_MAG_FILTER]) {
    gl.texParameteri(gl.TEXTURE_3D, name, gl.NEAREST);
  }
  const bytes = new Uint8Array(pixels.buffer, pixels.byteOffset, slices * size * size * 4);
  gl.texImage3D(gl.TEXTURE_3D, 0, gl.RGBA8, size, size, slices, 0, gl.RGBA, gl.UNSIGNED_BYTE, bytes);
  const turn = gl.getUniformLocation(program, 'turn');
  return {
    draw: (angle) => {
      gl.viewport(0, 0, canvas.width, canvas.height);
      gl.uniform2f(turn, Math.sin(angle), Math.cos(angle));
      gl.drawArrays(gl.TRIANGLES, 0, 3);
    },
    // The canvas keeps its context for the next volume.
    dispose: () => {
      gl.deleteTexture(texture);
      gl.deleteProgram(program);
    },
  };
}
