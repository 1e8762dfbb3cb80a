/** Processor time of the probe where the bars of the page's tasks were set, in milliseconds: the least on two quiet cores. */
const QUIET_MS = 14;

/** Work of the kind that a page does: makes objects, orders them, writes and reads them. */
function probe(): number {
  const rows = Array.from({ length: 20_000 }, (_, row) => ({
    id: (row * 7919) % 20_011,
    name: `row ${row}`,
  }));
  rows.sort((a, b) => a.id - b.id);
  return (JSON.parse(JSON.stringify(rows)) as unknown[]).length;
}

/**
 * How many times as long as on a quiet machine the processor takes at this moment; 1 at least. Who shares a machine's cores
 * slows them down to a half for seconds at a time, by the processor's own clock too.
 */
export function slowness(): number {
  const taken = Array.from({ length: 6 }, () => {
    const before = process.cpuUsage();
    probe();
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  });
  return Math.max(1, Math.min(...taken) / QUIET_MS);
}
