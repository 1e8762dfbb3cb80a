/** What is walked; a point of a drawing may be a button, too. */
const BUTTONS = 'button, [role="button"]';

type Pressable = HTMLElement | SVGElement;

/**
 * Makes buttons that belong together one stop of the Tab key: from one to the next lead the arrow keys. Given as `ref`.
 *
 * A field that stands in a row of a table beside such a button can be reached while its row's button is the stop.
 *
 * @returns the way to stop
 */
export function oneStop(group: HTMLElement | null): (() => void) | undefined {
  if (!group) return undefined;
  const keep = () => makeStop(group, buttonsOf(group).find(isStop));
  const note = ({ target }: Event) => {
    const button = (target as Element).closest<Pressable>('select, input')
      ? (target as Element).closest('tr')?.querySelector<Pressable>(BUTTONS)
      : (target as Element).closest<Pressable>(BUTTONS);
    if (button && buttonsOf(group).includes(button)) makeStop(group, button);
  };
  const press = (event: Event) => walk(group, event as KeyboardEvent);
  keep();
  group.addEventListener('focusin', note);
  group.addEventListener('keydown', press);
  // Buttons come, go, and lose what they could do.
  const observer = new MutationObserver(keep);
  observer.observe(group, { childList: true, subtree: true, attributeFilter: ['disabled'] });
  return () => {
    observer.disconnect();
    group.removeEventListener('focusin', note);
    group.removeEventListener('keydown', press);
  };
}

function buttonsOf(group: Element): Pressable[] {
  return [...group.querySelectorAll<Pressable>(BUTTONS)].filter((button) => !button.matches(':disabled'));
}

/** One that was made it: a button that has just come has no such mark. */
function isStop(button: Element): boolean {
  return button.getAttribute('tabindex') === '0';
}

/** @param stop the first where none is named */
function makeStop(group: Element, stop: Pressable | undefined): void {
  const buttons = buttonsOf(group);
  const chosen = stop ?? buttons[0];
  for (const button of buttons) button.tabIndex = button === chosen ? 0 : -1;
  for (const field of group.querySelectorAll<HTMLElement>('tr :is(select, input)')) {
    const beside = buttons.filter((button) => field.closest('tr')!.contains(button));
    // Beside what cannot be pressed now, it is a stop of its own.
    field.tabIndex = beside.length === 0 || beside.includes(chosen!) ? 0 : -1;
  }
}

function walk(group: Element, event: KeyboardEvent): void {
  const buttons = buttonsOf(group);
  const now = buttons.indexOf(event.target as Pressable);
  if (now < 0 || event.ctrlKey || event.metaKey || event.altKey) return;
  const next = goal(event.key, buttons, now);
  if (!next) return;
  event.preventDefault();
  next.focus();
}

function goal(key: string, buttons: readonly Pressable[], now: number): Pressable | undefined {
  switch (key) {
    case 'ArrowRight':
      return buttons[(now + 1) % buttons.length];
    case 'ArrowLeft':
      return buttons.at(now - 1);
    case 'ArrowDown':
      return nearest(buttons, buttons[now]!, 1);
    case 'ArrowUp':
      return nearest(buttons, buttons[now]!, -1);
    case 'Home':
      return buttons[0];
    case 'End':
      return buttons.at(-1);
    default:
      return undefined;
  }
}

/** The one in the next row, downwards or upwards, that stands straightest below or above. */
function nearest(buttons: readonly Pressable[], from: Pressable, way: 1 | -1): Pressable | undefined {
  const place = from.getBoundingClientRect();
  const distance = (button: Pressable) => {
    const { left, top } = button.getBoundingClientRect();
    const rows = way * (top - place.top);
    return rows < place.height / 2 ? Number.POSITIVE_INFINITY : rows * 100 + Math.abs(left - place.left);
  };
  const found = buttons.toSorted((one, other) => distance(one) - distance(other))[0];
  return found && Number.isFinite(distance(found)) ? found : undefined;
}
