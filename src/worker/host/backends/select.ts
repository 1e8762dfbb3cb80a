import { LabError } from '../../../lab/lab-error.ts';
import { BACKEND_TITLES, type BackendName, type BackendStatus } from '../../../lab/run-record.ts';
import type { BackendOffer } from '../../protocol.ts';
import type { Backend, StartedBackend } from './backend.ts';
import { BACKEND_REGISTRY } from './registry.ts';

export interface Selection {
  readonly status: BackendStatus;
  readonly memoryUse: StartedBackend['memoryUse'];
  readonly offers: readonly BackendOffer[];
}

/**
 * Starts the backend a person chose, or the first that fits: WebGPU on a hardware adapter, else SIMD, else CPU. What
 * was tried before and failed is said in the reason.
 *
 * @param threads of the SIMD backend; null: one for each logical processor
 * @throws LabError `backend-unavailable` when the chosen one cannot be started
 */
export async function selectBackend(chosen: BackendName | null, threads: number | null): Promise<Selection> {
  const probed = await Promise.all(
    BACKEND_REGISTRY.map(async (backend) => ({ backend, probe: await backend.probe() })),
  );
  const offers = probed.map(({ backend, probe }) => ({
    name: backend.name,
    available: probe.available,
    note: probe.note,
  }));
  if (chosen !== null) {
    const { backend } = probed.find((candidate) => candidate.backend.name === chosen)!;
    const started = await startChosen(backend, threads);
    return { ...selected(backend, started, 'You chose it.', true), offers };
  }
  const passedOver: string[] = [];
  for (const { backend, probe } of probed) {
    if (!probe.automatic) {
      // WebGL is never chosen by itself, so its absence explains nothing.
      if (backend.name === 'webgpu') passedOver.push(probe.note);
      continue;
    }
    try {
      const started = await backend.start(threads);
      return { ...selected(backend, started, [...passedOver, probe.note].join(' '), false), offers };
    } catch (error) {
      passedOver.push(`${BACKEND_TITLES[backend.name]} did not start: ${messageOf(error)}`);
    }
  }
  throw new LabError(
    'backend-unavailable',
    passedOver.join(' '),
    'Your runs are kept. Try a current Chrome, Edge, Firefox or Safari.',
  );
}

async function startChosen(backend: Backend, threads: number | null): Promise<StartedBackend> {
  try {
    return await backend.start(threads);
  } catch (cause) {
    throw new LabError(
      'backend-unavailable',
      `${BACKEND_TITLES[backend.name]} did not start: ${messageOf(cause)}`,
      'Choose another one, or let the lab choose. Your runs are kept.',
      { cause },
    );
  }
}

function selected(
  { name }: Backend,
  { label, device, threads, limitation, memoryUse }: StartedBackend,
  reason: string,
  chosen: boolean,
): Omit<Selection, 'offers'> {
  const whole = limitation ? `${reason} ${limitation}` : reason;
  return { status: { name, label, device, threads, chosen, reason: whole }, memoryUse };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
