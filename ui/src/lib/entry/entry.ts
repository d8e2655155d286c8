/** True where somebody wrote or chose something that would have to be entered again. What only searches is no entry. */
export function isEntry(target: EventTarget | null): boolean {
  if (target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement) return true;
  if (!(target instanceof HTMLInputElement)) return false;
  return target.type !== 'search' && target.getAttribute('role') !== 'combobox';
}

/** Whether the panel beside a screen holds something unsaved. One panel stands there at a time. */
let unsaved = false;

export const panelEntry = {
  begin: () => {
    unsaved = true;
  },
  /** It was saved, or thrown away on purpose. */
  end: () => {
    unsaved = false;
  },
  isUnsaved: () => unsaved,
};
