import { useElementSize } from '@mantine/hooks';
import { useVirtualizer } from '@tanstack/react-virtual';
import {
  type KeyboardEvent,
  memo,
  type PointerEvent,
  type RefObject,
  useEffect,
  useId,
  useRef,
  useState,
} from 'react';
import { drawRow, FOOT, GAP, type TileMark } from './draw-row.ts';
import gallery from './gallery.module.css';
import classes from './image-grid.module.css';
import { moveTo } from './move-to.ts';
import type { TileStore } from './tile-store.ts';

/** Rows drawn beyond the edges, so that a little scrolling finds them there. */
const OVERSCAN = 3;

/** Both paddings, and the outline of the last row, in pixels. */
const PADDING = 12;

/** Between the list and what is said beside it; see gallery.module.css. */
const BETWEEN = 16;

/** Pixels; a list that is lower than this is lower than what is said of any image. */
const SHORT = 400;

/**
 * Images in rows, of which only those in sight are drawn: each row is one canvas, so that a hundred thousand images
 * scroll as easily as a hundred. For a screen reader it is a list whose present image is told.
 */
export function ImageGrid({
  ids,
  store,
  edge,
  active,
  markOf,
  nameOf,
  onActive,
  onKey,
}: {
  ids: Uint32Array;
  store: TileStore;
  /** Of a tile, in CSS pixels. */
  edge: number;
  /** Place of the present image in `ids`. */
  active: number;
  /** Another function draws all anew. */
  markOf: (id: number) => TileMark;
  nameOf: (id: number) => string;
  onActive: (place: number, how: { readonly extend: boolean; readonly toggle: boolean }) => void;
  /** Keys that do not move; returns whether it was one of its own. */
  onKey: (event: KeyboardEvent) => boolean;
}) {
  const name = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const { ref: measured, width } = useElementSize();
  const columns = Math.max(1, Math.floor((width + GAP) / (edge + GAP)));
  // What is left over goes between the tiles.
  const cell = Math.max(edge + GAP, Math.floor((width + GAP) / columns));
  const rows = Math.ceil(ids.length / columns);
  const height = edge + FOOT + GAP;
  const virtualizer = useVirtualizer({
    count: rows,
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
    overscan: OVERSCAN,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: the size of a row is not measured but known
  useEffect(() => virtualizer.measure(), [height, virtualizer]);

  const whole = virtualizer.getTotalSize() + PADDING;
  const room = useRoomBeside(scroller);
  // By the room beside it, whether it stands there or not: else one would lead to the other, and back.
  const rowsBeside = Math.ceil(ids.length / Math.max(1, Math.floor((room.width + GAP) / (edge + GAP))));
  const isShort = whole < SHORT || rowsBeside * height + PADDING < room.height;
  const shown = Math.min(active, ids.length - 1);
  const press = (event: PointerEvent<HTMLDivElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    const column = Math.floor((event.clientX - box.left) / cell);
    const row = Math.floor((event.clientY - box.top) / height);
    const place = row * columns + column;
    if (event.button !== 0 || column >= columns || place >= ids.length) return;
    onActive(place, { extend: event.shiftKey, toggle: event.ctrlKey || event.metaKey });
  };
  const keyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const visible = Math.max(1, Math.floor((scroller.current?.clientHeight ?? height) / height));
    const place = moveTo(event.key, shown, { count: ids.length, columns, page: visible * columns });
    const moves = place !== null && !event.ctrlKey && !event.metaKey && !event.altKey;
    if (!moves && !onKey(event)) return;
    event.preventDefault();
    // The page has shortcuts of its own.
    event.stopPropagation();
    if (!moves) return;
    onActive(place, { extend: event.shiftKey, toggle: false });
    virtualizer.scrollToIndex(Math.floor(place / columns));
  };
  return (
    <div
      ref={scroller}
      className={gallery.scroller}
      // A short list leaves no room below it, and none beside what is said of an image.
      style={{ ['--whole' as string]: `${whole}px` }}
      data-short={isShort || undefined}
      role="listbox"
      tabIndex={0}
      aria-label="Images"
      aria-multiselectable
      aria-activedescendant={name}
      onKeyDown={keyDown}
    >
      <div
        ref={measured}
        className={classes.sheet}
        style={{ height: virtualizer.getTotalSize() }}
        onPointerDown={press}
        role="presentation"
      >
        {virtualizer.getVirtualItems().map(({ index, start }) => (
          <Row
            key={index}
            ids={ids}
            from={index * columns}
            to={Math.min(ids.length, (index + 1) * columns)}
            top={start}
            edge={edge}
            cell={cell}
            ratio={window.devicePixelRatio}
            store={store}
            markOf={markOf}
          />
        ))}
        <div
          id={name}
          role="option"
          tabIndex={-1}
          className={classes.present}
          aria-selected={ids[shown] !== undefined && markOf(ids[shown]).selected}
          aria-posinset={shown + 1}
          aria-setsize={ids.length}
          aria-label={ids[shown] === undefined ? '' : nameOf(ids[shown])}
          style={{
            width: edge,
            height: edge + FOOT,
            transform: `translate(${(shown % columns) * cell}px, ${Math.floor(shown / columns) * height}px)`,
          }}
        />
      </div>
    </div>
  );
}

/** Room beside what is said of an image, and the height of that; while it lies below, as it stood last. */
function useRoomBeside(scroller: RefObject<HTMLElement | null>): Room {
  const [room, setRoom] = useState<Room>({ width: 0, height: 0 });
  useEffect(() => {
    const list = scroller.current;
    const body = list?.parentElement;
    const panel = body?.querySelector<HTMLElement>(`.${gallery.about}`);
    if (!list || !body || !panel) return;
    let beside = panel.offsetWidth;
    const observer = new ResizeObserver(() => {
      const isBeside = list.dataset.short === undefined;
      if (isBeside) beside = panel.offsetWidth;
      const width = body.clientWidth - beside - BETWEEN;
      setRoom(({ height }) => ({ width, height: isBeside ? panel.scrollHeight : height }));
    });
    observer.observe(panel);
    observer.observe(body);
    return () => observer.disconnect();
  }, [scroller]);
  return room;
}

interface Room {
  readonly width: number;
  readonly height: number;
}

/** One row of tiles; draws itself again as its images arrive. */
const Row = memo(function Row({
  ids,
  from,
  to,
  top,
  edge,
  cell,
  ratio,
  store,
  markOf,
}: {
  ids: Uint32Array;
  from: number;
  to: number;
  top: number;
  edge: number;
  cell: number;
  /** Device pixels in a CSS pixel. */
  ratio: number;
  store: TileStore;
  markOf: (id: number) => TileMark;
}) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const width = (to - from - 1) * cell + edge;
  useEffect(() => {
    const context = canvas.current!.getContext('2d')!;
    const wanted = ids.subarray(from, to);
    const owner = {};
    const draw = () => {
      const tiles = Array.from(wanted, (id) => ({ tile: store.tile(id), mark: markOf(id) }));
      const complete = drawRow(context, tiles, { edge, cell, ratio });
      if (complete) store.unwant(owner);
      return complete;
    };
    if (draw()) return;
    const unsubscribe = store.subscribe(() => {
      if (draw()) unsubscribe();
    });
    store.want(owner, wanted);
    return () => {
      unsubscribe();
      store.unwant(owner);
    };
  }, [ids, from, to, edge, cell, store, markOf, ratio]);
  return (
    <canvas
      ref={canvas}
      aria-hidden
      className={classes.row}
      width={Math.round(width * ratio)}
      height={Math.round((edge + FOOT) * ratio)}
      style={{ width, height: edge + FOOT, transform: `translateY(${top}px)` }}
    />
  );
});
