import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { Transform } from 'node:stream';
import type { StaticServer } from '../scripts/static-server.mjs';

export interface LinkSpeed {
  readonly bitsPerSecond: number;
  /** There and back. */
  readonly roundTripMs: number;
}

const AHEAD_MS = 20;

/**
 * A line of so many bits a second and such a delay before a server, whoever asks: page, workers and service worker, which the
 * throttling of a browser's developer tools reaches in part only. All connections share it; opening one takes a round trip.
 * Packets are not lost, and a connection does not start slowly.
 *
 * @param target port of the server on this machine
 */
export async function slowLink(
  target: number,
  { bitsPerSecond, roundTripMs }: LinkSpeed,
): Promise<StaticServer> {
  const oneWayMs = roundTripMs / 2;
  const down = new Line(bitsPerSecond, oneWayMs);
  const up = new Line(bitsPerSecond, oneWayMs);
  const sockets = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(target, '127.0.0.1');
    // The handshake of a real line has come and gone before a byte can travel.
    const opened = performance.now() + roundTripMs;
    near.pipe(up.wire(opened)).pipe(far);
    far.pipe(down.wire(opened)).pipe(near);
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        sockets.delete(socket);
        near.destroy();
        far.destroy();
      });
    }
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

/** One direction. */
class Line {
  readonly #bytesPerMs: number;
  readonly #delayMs: number;
  #freeAt = 0;

  constructor(bitsPerSecond: number, delayMs: number) {
    this.#bytesPerMs = bitsPerSecond / 8 / 1000;
    this.#delayMs = delayMs;
  }

  /** @param opened moment before which nothing is sent */
  wire(opened: number): Transform {
    let arrived = Promise.resolve();
    const wire = new Transform({
      transform: (chunk: Buffer, _encoding, done) => {
        this.#freeAt = Math.max(this.#freeAt, performance.now(), opened) + chunk.length / this.#bytesPerMs;
        const arrives = this.#freeAt + this.#delayMs;
        arrived = arrived.then(() => until(arrives));
        // The next one is asked for a moment before the line is free, so that it never idles.
        const taken = until(this.#freeAt - AHEAD_MS);
        void arrived.then(() => wire.push(chunk));
        void taken.then(() => done());
      },
      flush: (done) => void arrived.then(() => done()),
    });
    return wire;
  }
}

async function until(moment: number): Promise<void> {
  const left = moment - performance.now();
  if (left > 0) await new Promise((passed) => setTimeout(passed, left));
}
