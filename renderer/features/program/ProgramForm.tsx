/** What to start: a command line or the user's terminal, where, and how it is led to us; below, what was started before. */
import { type FormEvent, useEffect, useState } from 'react';
import type { EnvironmentVariable, ProgramMode } from '../../../shared/model/program.ts';
import { showPanel } from '../../store/actions.ts';
import { chooseFolder, loadExports, loadHints, openTerminal, startProgram } from '../../store/program-actions.ts';
import { Button } from '../../ui/Button.tsx';
import { Segmented } from '../../ui/Segmented.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { ExportsView } from './ExportsView.tsx';
import styles from './ProgramDialog.module.css';
import { ProgramList } from './ProgramList.tsx';
import { readProgramWish, writeProgramWish } from './program-preferences.ts';
import { modeWords } from './program-words.ts';

const modes = [
  { value: 'proxy', title: 'As its proxy' },
  { value: 'base-url', title: 'By base URLs' },
] as const satisfies readonly { value: ProgramMode; title: string }[];

/** The body of the dialog. */
export function ProgramForm() {
  const [wish, setWish] = useState(readProgramWish);
  const [refusal, setRefusal] = useState<string | null>(null);
  const [exports, setExports] = useState<readonly EnvironmentVariable[] | null>(null);
  const { command, folder, mode } = wish;
  const hints = useHints(command, mode);
  const change = (part: Partial<typeof wish>) => {
    setWish({ ...wish, ...part });
    setRefusal(null);
    if (part.mode !== undefined) setExports(null);
  };
  const start = async (event: FormEvent) => {
    event.preventDefault();
    if (command.trim() === '') return;
    writeProgramWish(wish);
    setRefusal(await startProgram({ command: command.trim(), folder: folder.trim(), mode }));
  };
  const copyInstead = async () => {
    const result = await loadExports(mode);
    if (result.ok) setExports(result.value);
    else setRefusal(result.error.message);
  };
  const terminal = async () => {
    writeProgramWish(wish);
    const result = await openTerminal({ folder: folder.trim(), mode });
    if (result.ok) showPanel(null);
    else if (result.error.kind === 'no-terminal') await copyInstead();
    else setRefusal(result.error.message);
  };
  const choose = async () => {
    const chosen = await chooseFolder(folder);
    if (chosen !== null) change({ folder: chosen });
  };
  return (
    <>
      <form className={styles.form} onSubmit={(event) => void start(event)}>
        <TextField
          label="Command"
          isMono
          value={command}
          placeholder="node agent.mjs"
          hint="Read by your shell, and ended with Wirelens. What wants a keyboard needs a terminal."
          onChange={(next) => change({ command: next })}
        />
        <div className={styles.folder}>
          <TextField
            label="Working folder"
            isMono
            value={folder}
            placeholder="Your home folder"
            onChange={(next) => change({ folder: next })}
          />
          <Button variant="solid" onClick={() => void choose()}>
            Choose…
          </Button>
        </div>
        <div className={styles.mode}>
          <Segmented
            label="How it is led here"
            size="small"
            options={modes}
            value={mode}
            onChange={(next) => change({ mode: next })}
          />
          <p>{modeWords[mode]}</p>
          {hints.map((hint) => (
            <p key={hint} className={styles.hint} role="note">
              {hint}
            </p>
          ))}
        </div>
        {refusal && (
          <p className={styles.refusal} role="alert">
            {refusal}
          </p>
        )}
        <div className={styles.buttons}>
          <Button onClick={() => void copyInstead()}>Copy the variables…</Button>
          <span className="spacer" />
          <Button icon="terminal" variant="solid" onClick={() => void terminal()}>
            Open a terminal
          </Button>
          <Button type="submit" variant="primary" icon="play" disabled={command.trim() === ''}>
            Run
          </Button>
        </div>
      </form>
      {exports && <ExportsView variables={exports} />}
      <ProgramList />
    </>
  );
}

function useHints(command: string, mode: ProgramMode): readonly string[] {
  const [hints, setHints] = useState<readonly string[]>([]);
  useEffect(() => {
    let isGone = false;
    void loadHints(command, mode).then((found) => {
      if (!isGone) setHints(found);
    });
    return () => {
      isGone = true;
    };
  }, [command, mode]);
  return hints;
}
