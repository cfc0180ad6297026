/** The command palette: type a few letters, Enter does it. Everything the window can do, with its keys. */
import { Dialog } from '@base-ui/react/dialog';
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react';
import { shortcutText } from '../../lib/shortcut.ts';
import { showPanel } from '../../store/actions.ts';
import { useStore } from '../../store/store.ts';
import { Icon } from '../../ui/Icon.tsx';
import { Kbd } from '../../ui/Kbd.tsx';
import styles from './CommandPalette.module.css';
import { commandsOf, type GroupedCommand, type PaletteCommand } from './commands.ts';
import { fuzzyMatch } from './fuzzy.ts';

/** Open while the panel is `palette`. */
export function CommandPalette() {
  const isOpen = useStore((state) => state.panel === 'palette');
  return isOpen ? <OpenPalette /> : null;
}

type Found = { readonly command: GroupedCommand; readonly marks: readonly number[] };

function findCommands(commands: readonly GroupedCommand[], query: string): readonly Found[] {
  return commands
    .flatMap((command) => {
      const match = fuzzyMatch(query, command.title);
      return match === null ? [] : [{ command, ...match }];
    })
    .sort((one, other) => other.score - one.score);
}

function OpenPalette() {
  const input = useRef<HTMLInputElement>(null);
  const [query, setQuery] = useState('');
  const [at, setAt] = useState(0);
  // As it was when it opened: a list that changes under the hand runs the wrong command.
  const commands = useMemo(() => commandsOf(useStore.getState()), []);
  const found = useMemo(() => findCommands(commands, query), [commands, query]);
  useEffect(() => {
    document.getElementById(`command-${at}`)?.scrollIntoView({ block: 'nearest' });
  }, [at]);
  const run = (command: PaletteCommand | undefined): void => {
    if (!command) return;
    showPanel(null);
    // The dialog gives the focus back first: what a command opens or focuses comes after.
    setTimeout(command.run, 0);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 }[event.key];
    if (step !== undefined) setAt(Math.max(0, Math.min(found.length - 1, at + step)));
    else if (event.key === 'Enter') run(found[at]?.command);
    else return;
    event.preventDefault();
  };
  return (
    <Dialog.Root open onOpenChange={(isOpen) => !isOpen && showPanel(null)}>
      <Dialog.Portal>
        <Dialog.Backdrop className={styles.backdrop} />
        <Dialog.Popup className={styles.popup} aria-label="All commands" initialFocus={input}>
          <label className={styles.field}>
            <Icon name="search" />
            <input
              ref={input}
              role="combobox"
              aria-label="Command"
              aria-expanded
              aria-controls="commands"
              aria-activedescendant={found.length > 0 ? `command-${at}` : undefined}
              placeholder="Type a command"
              spellCheck={false}
              value={query}
              onChange={(event) => {
                setQuery(event.target.value);
                setAt(0);
              }}
              onKeyDown={onKeyDown}
            />
            <Kbd>Esc</Kbd>
          </label>
          <div id="commands" role="listbox" aria-label="Commands" className={styles.list}>
            {found.map(({ command, marks }, index) => (
              <Command
                key={command.title}
                index={index}
                command={command}
                marks={marks}
                heading={query === '' && command.group !== found[index - 1]?.command.group ? command.group : null}
                isActive={index === at}
                onPoint={() => setAt(index)}
                onRun={() => run(command)}
              />
            ))}
            {found.length === 0 && <p className={styles.nothing}>No command has these letters.</p>}
          </div>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

type CommandProps = Found & {
  readonly index: number;
  /** The name of the group that begins with it. */
  readonly heading: string | null;
  readonly isActive: boolean;
  readonly onPoint: () => void;
  readonly onRun: () => void;
};

function Command({ index, heading, command, marks, isActive, onPoint, onRun }: CommandProps) {
  const platform = useStore((state) => state.platform);
  return (
    <>
      {heading !== null && (
        <p className={styles.heading} role="presentation">
          {heading}
        </p>
      )}
      <div
        id={`command-${index}`}
        role="option"
        aria-selected={isActive}
        tabIndex={-1}
        className={styles.command}
        onPointerMove={isActive ? undefined : onPoint}
        onClick={onRun}
        onKeyDown={() => undefined}
      >
        <span className="cut">{markedTitle(command.title, marks)}</span>
        <span className="spacer" />
        {command.keys && <Kbd>{shortcutText(command.keys, platform)}</Kbd>}
      </div>
    </>
  );
}

function markedTitle(title: string, marks: readonly number[]) {
  const parts: { readonly text: string; readonly isMarked: boolean }[] = [];
  let from = 0;
  for (const mark of marks) {
    if (mark > from) parts.push({ text: title.slice(from, mark), isMarked: false });
    parts.push({ text: title.slice(mark, mark + 1), isMarked: true });
    from = mark + 1;
  }
  parts.push({ text: title.slice(from), isMarked: false });
  return parts.map(({ text, isMarked }, index) => {
    const key = `${index}${text}`;
    return isMarked ? <b key={key}>{text}</b> : <span key={key}>{text}</span>;
  });
}
