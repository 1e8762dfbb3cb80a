import { type ReactNode, useRef } from 'react';
import { SaveChart } from './save-chart.tsx';
import classes from './saved-figure.module.css';

/** A chart made of lists, tables or drawings, with the button that saves it as a picture. */
export function SavedFigure({ name, children }: { name: string; children: ReactNode }) {
  const figure = useRef<HTMLDivElement>(null);
  return (
    <div className={classes.frame}>
      <div className={classes.chart} ref={figure}>
        {children}
      </div>
      <SaveChart figure={figure} name={name} />
    </div>
  );
}
