import classes from './BedOptionList.module.css';

/** The key that chooses a bed, in the list and on the board alike. */
export function BedNumber({ number }: { readonly number: number }) {
  return (
    <kbd className={classes.number} aria-hidden="true">
      {number}
    </kbd>
  );
}
