import type { RunProgress } from '../src/app/automation-types.ts';
import { clock, progressText } from './progress-line.ts';

const BAR = 20;

/** One line for a whole study, rewritten on a terminal; elsewhere one line a run. */
export class StudyProgress {
  private readonly stream: NodeJS.WriteStream;
  private readonly total: number;
  private done: number;
  private secondsLeft: number | null = null;
  private readonly current = new Map<number, string>();

  constructor(stream: NodeJS.WriteStream, total: number, done: number) {
    this.stream = stream;
    this.total = total;
    this.done = done;
  }

  show(worker: number, name: string, progress: RunProgress): void {
    this.current.set(worker, `${name}: ${progressText(progress)}`);
    this.draw();
  }

  /** @param secondsLeft for all that is left; null while nothing is known */
  finish(worker: number, line: string, secondsLeft: number | null): void {
    this.current.delete(worker);
    this.done += 1;
    this.secondsLeft = secondsLeft;
    this.say(`${this.bar()} ${line}`);
  }

  /** A line that stays. */
  say(line: string): void {
    this.stream.write(this.stream.isTTY ? `\r\x1b[2K${line}\n` : `${line}\n`);
  }

  private bar(): string {
    const filled = Math.round((BAR * this.done) / this.total);
    const left = this.secondsLeft === null ? '' : ` · ${clock(this.secondsLeft)} left`;
    return `[${'█'.repeat(filled)}${'░'.repeat(BAR - filled)}] ${this.done}/${this.total}${left}`;
  }

  private draw(): void {
    if (!this.stream.isTTY) return;
    const line = `${this.bar()} · ${[...this.current.values()].join(' | ')}`;
    this.stream.write(`\r\x1b[2K${line.slice(0, (this.stream.columns ?? 120) - 1)}`);
  }
}
