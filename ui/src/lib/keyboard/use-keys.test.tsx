import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { keyName, useKeys } from './use-keys.ts';

function Listening({
  keys,
  onKey,
}: {
  readonly keys: readonly string[];
  readonly onKey: (key: string) => void;
}) {
  useKeys(
    Object.fromEntries(
      keys.map((key) => [
        key,
        () => {
          onKey(key);
          return true;
        },
      ]),
    ),
  );
  return <input aria-label="note" />;
}

const press = (init: KeyboardEventInit) => keyName(new KeyboardEvent('keydown', init));

describe('keys', () => {
  it('are named as they are printed, whatever the keyboard layout types with Alt', () => {
    expect(press({ key: 'å', code: 'KeyA', altKey: true })).toBe('Alt A');
    expect(press({ key: 'j', code: 'KeyJ' })).toBe('J');
    expect(press({ key: '1', code: 'Digit1', altKey: true })).toBe('Alt 1');
    expect(press({ key: 'Enter', code: 'Enter', ctrlKey: true })).toBe('Ctrl Enter');
  });

  it('never take AltGr for a chord: it types letters', () => {
    expect(press({ key: '@', code: 'KeyQ', altKey: true, ctrlKey: true })).toBeNull();
  });

  it('leave single letters to whoever is writing, but not the chords', async () => {
    const onKey = vi.fn();
    render(<Listening keys={['J', '/', 'Alt A']} onKey={onKey} />);
    await userEvent.click(screen.getByLabelText('note'));
    await userEvent.keyboard('j/');
    expect(onKey).not.toHaveBeenCalled();
    expect(screen.getByLabelText('note')).toHaveValue('j/');
    await userEvent.keyboard('{Alt>}a{/Alt}');
    expect(onKey).toHaveBeenCalledWith('Alt A');
  });

  it('are heard by the topmost only', async () => {
    const [below, above] = [vi.fn(), vi.fn()];
    render(<Listening keys={['Escape']} onKey={below} />);
    const top = render(<Listening keys={['Escape']} onKey={above} />);
    await userEvent.keyboard('{Escape}');
    expect([above.mock.calls.length, below.mock.calls.length]).toEqual([1, 0]);
    top.unmount();
    await userEvent.keyboard('{Escape}');
    expect([above.mock.calls.length, below.mock.calls.length]).toEqual([1, 1]);
  });
});
