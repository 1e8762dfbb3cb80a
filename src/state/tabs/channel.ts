import type { LabErrorDescription } from '../../lab/lab-error.ts';

/** What the tabs of the lab tell each other; whoever hears that something changed reads it again from the storage. */
export type TabMessage =
  /** A run was stored, changed or deleted. */
  | { readonly kind: 'run'; readonly id: string }
  /** A study was stored, changed or deleted. */
  | { readonly kind: 'study'; readonly id: string }
  /** The seal of a test part was opened, or all are kept open. */
  | { readonly kind: 'seals' }
  /** An edition was stored, changed or deleted. */
  | { readonly kind: 'edition'; readonly id: string }
  /** Something that whoever looks on should see, too. */
  | { readonly kind: 'problem'; readonly error: LabErrorDescription }
  /** To the tab that trains the studies; it may be sent several times under one id, and counts once. */
  | { readonly kind: 'wish'; readonly id: string; readonly wish: unknown }
  /** The wish has arrived, and is done once it is confirmed. */
  | { readonly kind: 'heard'; readonly id: string }
  /** Whoever wished it still does: a tab that wakes from sleep does nothing that was given up meanwhile. */
  | { readonly kind: 'confirmed'; readonly id: string }
  /** What became of the wish; null: it was done. */
  | { readonly kind: 'answer'; readonly id: string; readonly error: LabErrorDescription | null };

let opened: BroadcastChannel | null = null;

function channel(): BroadcastChannel {
  opened ??= new BroadcastChannel('medmnist-lab');
  return opened;
}

export function tellTabs(message: TabMessage): void {
  channel().postMessage(message);
}

/** Listens to the other tabs; returns the way to stop. */
export function listenToTabs(listener: (message: TabMessage) => void): () => void {
  const listen = ({ data }: MessageEvent<TabMessage>) => listener(data);
  channel().addEventListener('message', listen);
  return () => channel().removeEventListener('message', listen);
}
