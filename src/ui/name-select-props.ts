export interface NameSelectProps {
  readonly label: string;
  readonly names: readonly string[];
  /** Place of the chosen one. */
  readonly value: number;
  readonly onChange: (place: number) => void;
}
