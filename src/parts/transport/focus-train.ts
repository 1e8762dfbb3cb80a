/** The name of the part that starts a run, and of what can be done about one that trains. */
export const TRANSPORT = 'transport';

/** To the button Train, or, while a run trains, to what can be done about it. */
export function focusTrain(): void {
  const part = document.getElementById(TRANSPORT);
  const button = [...(part?.querySelectorAll('button') ?? [])].find(
    (each) => each.checkVisibility() && !each.disabled,
  );
  (button ?? part)?.focus();
}
