/**
 * The thread pool's protocol. A job is a kind, its arguments and a number of tasks; whoever is awake takes tasks.
 *
 * Layout: one u64 ticket = generation · 2^40 + count · 2^20 + next task. A thread takes a task by one atomic add; count
 * and generation come with the same read, so a thread that wakes late, when another job runs already, still takes a
 * valid task of that one: its arguments cannot change before all its tasks are done. Results never depend on who runs
 * which task. Cost: one atomic add for each task; a job of one task, or without other threads, stays with the caller.
 *
 * Beside it one more job may be begun, with a ticket and arguments of its own: the other threads take a task of it wherever
 * the current job has none left, so while the caller prepares the next one or finishes its last tile. The caller does what
 * is left of it when it asks for the result.
 */
import { DONE, JOB, LATER_DONE, LATER_TICKET, SCRATCH, SCRATCH_BYTES, SLEEPING, TICKET, WAKE } from './layout';
import { runLaterTask, runTask } from './jobs';

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
  give(TICKET, DONE, count);
  if (atomic.load<i32>(SLEEPING) > 0) atomic.notify(WAKE, threads - 1);
  while (takeTask()) {}
  waitFor(DONE, count, mayWait);
}

/** Begins the other job, whose arguments are written. The one before is finished. */
export function begin(count: i32, threads: i32): void {
  give(LATER_TICKET, LATER_DONE, count);
  if (atomic.load<i32>(SLEEPING) > 0) atomic.notify(WAKE, threads - 1);
}

/** Returns when all of the other job is done, and does what nobody has taken. At once where none was begun. */
export function finish(mayWait: bool): void {
  while (takeLaterTask()) {}
  waitFor(LATER_DONE, <i32>((atomic.load<u64>(LATER_TICKET) >> 20) & FIELD), mayWait);
}

function give(tickets: usize, done: usize, count: i32): void {
  atomic.store<i32>(done, 0);
  const generation = (atomic.load<u64>(tickets) >> 40) + 1;
  atomic.store<u64>(tickets, (generation << 40) | ((<u64>count) << 20));
  atomic.add<i32>(WAKE, 1);
}

function waitFor(done: usize, count: i32, mayWait: bool): void {
  let spins = 0;
  for (;;) {
    const now = atomic.load<i32>(done);
    if (now == count) return;
    if (++spins > CALLER_SPIN && mayWait) {
      atomic.wait<i32>(done, now, -1);
      spins = 0;
    }
  }
}

/** The other threads' side: never returns; the page ends it by terminating the worker. */
export function serve(): void {
  let seen = 0;
  for (;;) {
    if (takeTask() || takeLaterTask()) continue;
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

/** @returns false where the current job has no task left */
function takeTask(): bool {
  const task = take(TICKET);
  if (task < 0) return false;
  runTask(load<i32>(JOB), task, scratch);
  tell(TICKET, DONE);
  return true;
}

function takeLaterTask(): bool {
  const task = take(LATER_TICKET);
  if (task < 0) return false;
  runLaterTask(task, scratch);
  tell(LATER_TICKET, LATER_DONE);
  return true;
}

/** @returns -1 where there is none left */
function take(tickets: usize): i32 {
  // A look before the add: threads that find nothing must not count the ticket up while they spin.
  const before = atomic.load<u64>(tickets);
  if ((before & FIELD) >= ((before >> 20) & FIELD)) return -1;
  const ticket = atomic.add<u64>(tickets, 1);
  const task = <i32>(ticket & FIELD);
  return task < <i32>((ticket >> 20) & FIELD) ? task : -1;
}

/** One task is done; the job, and with it the count, cannot change before that is told. */
function tell(tickets: usize, done: usize): void {
  const count = <i32>((atomic.load<u64>(tickets) >> 20) & FIELD);
  if (atomic.add<i32>(done, 1) + 1 == count) atomic.notify(done, 1);
}
