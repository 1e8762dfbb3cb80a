import type { RunProgress } from '../src/app/automation-types.ts';
import { formatRate } from '../src/ui/format.ts';

/**
 * Shows one line that is rewritten on a terminal; elsewhere (a log file) one when it begins, at its first step,
 * and after each epoch.
 */
export class ProgressLine {
  private readonly stream: NodeJS.WriteStream;
  /** The latest line is of this epoch, and of a run that had begun. */
  private last = { epoch: -1, begun: false };

  constructor(stream: NodeJS.WriteStream) {
    this.stream = stream;
  }

  show(progress: RunProgress): void {
    const { epoch, step } = progress;
    const begun = step > 0;
    if (this.stream.isTTY) {
      this.stream.write(`\r\x1b[2K${progressText(progress)}`);
    } else if (epoch !== this.last.epoch || begun !== this.last.begun) {
      this.stream.write(`${progressText(progress)}\n`);
    }
    this.last = { epoch, begun };
  }

  end(): void {
    if (this.stream.isTTY) this.stream.write('\r\x1b[2K');
  }
}

/** For instance "epoch 3/10 · step 111/370 · loss 0.084 · val AUC 0.981 · 412 images/s · 1:20 left". */
export function progressText(progress: RunProgress): string {
  const { epoch, epochs, step, totalSteps, lastLoss, valAuc, imagesPerSecond, secondsLeft, evaluating } =
    progress;
  const parts = [`epoch ${epoch}/${epochs}`, `step ${step}/${totalSteps}`];
  if (lastLoss !== null) parts.push(`loss ${lastLoss.toFixed(4)}`);
  if (valAuc !== null) parts.push(`val AUC ${valAuc.toFixed(3)}`);
  if (imagesPerSecond !== null) parts.push(`${formatRate(imagesPerSecond)} images/s`);
  if (secondsLeft !== null) parts.push(`${clock(secondsLeft)} left`);
  if (evaluating) parts.push(`scoring ${evaluating.split} ${evaluating.done}/${evaluating.total}`);
  return parts.join(' · ');
}

/** For instance "1:20" or "2:05:00". */
export function clock(seconds: number): string {
  const whole = Math.round(seconds);
  const minutes = Math.floor(whole / 60);
  if (minutes >= 60) {
    const rest = [minutes % 60, whole % 60].map((value) => String(value).padStart(2, '0'));
    return `${Math.floor(minutes / 60)}:${rest.join(':')}`;
  }
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}
