/** The variables to copy into a terminal of the user's own, for each shell. */
import { useState } from 'react';
import type { EnvironmentVariable } from '../../../shared/model/program.ts';
import { type Shell, shellExports } from '../../../shared/programs/shell-exports.ts';
import { copyText } from '../../store/actions.ts';
import { useStore } from '../../store/store.ts';
import { Segmented } from '../../ui/Segmented.tsx';
import { Snippet } from '../../ui/Snippet.tsx';
import styles from './ProgramDialog.module.css';

const shells = [
  { value: 'posix', title: 'bash, zsh' },
  { value: 'fish', title: 'fish' },
  { value: 'powershell', title: 'PowerShell' },
] as const satisfies readonly { value: Shell; title: string }[];

/** Whatever runs in that terminal afterwards is seen, as long as Wirelens runs. */
export function ExportsView({ variables }: { readonly variables: readonly EnvironmentVariable[] }) {
  const platform = useStore((state) => state.platform);
  const [shell, setShell] = useState<(typeof shells)[number]['value']>(platform === 'win32' ? 'powershell' : 'posix');
  return (
    <section className={styles.exports} aria-label="Variables to copy">
      <header>
        <p>In a terminal of your own, this leads everything you start afterwards here, as long as Wirelens runs.</p>
        <Segmented label="Shell" kind="tabs" size="small" options={shells} value={shell} onChange={setShell} />
      </header>
      <Snippet code={shellExports(variables, shell)} label="the variables" onCopy={copyText} />
    </section>
  );
}
