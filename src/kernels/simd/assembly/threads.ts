/**
 * The thread pool's protocol. A job is a kind, its arguments and a number of tasks; whoever is awake takes tasks.
 *
 * Layout: one u64 ticket = generation · 2^40 + count · 2^20 + next task. A thread takes a task by one atomic add; count
 * and generation come with the same read, so a thread that wakes late, when another job runs already, still takes a
 * valid task of that one: its arguments cannot change before all its tasks are done. Results never depend on who runs
 * which task. Cost: one atomic add for each task; a job of one task, or without other threads, stays with the caller.
 */
import { DONE, JOB, SCRATCH, SCRATCH_BYTES, SLEEPING, TICKET, WAKE } from './layout';
import { runTask } from './jobs';

const FIELD: u64 = (1 << 20) - 1;
/**
 * Turns of waiting, of about a nanosecond, before a thread goes to sleep, as waking it takes a system call and a
 * scheduling. A thread without work outlasts the gap between most kernels; the caller outlasts the others' last tasks.
 */
const IDLE_SPIN: i32 = 200_000;
const CALLER_SPIN: i32 = 1_000_000;

let scratch: usize = SCRATCH;

/** Called once in every thread, with its number, before anything else. */
export function enter(thread: i32): void {
  scratch = SCRATCH + <usize>thread * SCRATCH_BYTES;
}

/** The caller's side: runs a job and returns when all of it is done. `mayWait` is false where a thread must not block. */
export function run(job: i32, count: i32, threads: i32, mayWait: bool): void {
  if (threads < 2 || count < 2) {
    for (let task = 0; task < count; task++) runTask(job, task, scratch);
    return;
  }
  store<i32>(JOB, job);
  atomic.store<i32>(DONE, 0);
  const generation = (atomic.load<u64>(TICKET) >> 40) + 1;
  atomic.store<u64>(TICKET, (generation << 40) | ((<u64>count) << 20));
  atomic.add<i32>(WAKE, 1);
  if (atomic.load<i32>(SLEEPING) > 0) atomic.notify(WAKE, threads - 1);
  takeTasks();
  let spins = 0;
  for (;;) {
    const done = atomic.load<i32>(DONE);
    if (done == count) return;
    if (++spins > CALLER_SPIN && mayWait) {
      atomic.wait<i32>(DONE, done, -1);
      spins = 0;
    }
  }
}

/** The other threads' side: never returns; the page ends it by terminating the worker. */
export function serve(): void {
  let seen = 0;
  for (;;) {
    takeTasks();
    let spins = 0;
    for (;;) {
      const now = atomic.load<i32>(WAKE);
      if (now != seen) {
        seen = now;
        break;
      }
      if (++spins > IDLE_SPIN) {
        atomic.add<i32>(SLEEPING, 1);
        atomic.wait<i32>(WAKE, seen, -1);
        atomic.sub<i32>(SLEEPING, 1);
        spins = 0;
      }
    }
  }
}

function takeTasks(): void {
  for (;;) {
    // A look before the add: threads that find nothing must not count the ticket up while they spin.
    const before = atomic.load<u64>(TICKET);
    if ((before & FIELD) >= ((before >> 20) & FIELD)) return;
    const ticket = atomic.add<u64>(TICKET, 1);
    const count = <i32>((ticket >> 20) & FIELD);
    const task = <i32>(ticket & FIELD);
    if (task >= count) return;
    runTask(load<i32>(JOB), task, scratch);
    if (atomic.add<i32>(DONE, 1) + 1 == count) atomic.notify(DONE, 1);
  }
}
