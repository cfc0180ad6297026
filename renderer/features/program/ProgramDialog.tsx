/** Starts programs so that their traffic is seen, and shows what they write. */
import { showPanel } from '../../store/actions.ts';
import { useStore } from '../../store/store.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { ProgramForm } from './ProgramForm.tsx';
import { ProgramOutputView } from './ProgramOutputView.tsx';

/** Open while the panel is `program`. */
export function ProgramDialog() {
  const isOpen = useStore((state) => state.panel === 'program');
  const watched = useStore((state) =>
    state.watchedProgram === null ? null : (state.programs.get(state.watchedProgram) ?? null),
  );
  if (!isOpen) return null;
  const close = () => showPanel(null);
  return watched === null ? (
    <Dialog title="Start a program" width={640} onClose={close}>
      <ProgramForm />
    </Dialog>
  ) : (
    <Dialog title={watched.name} width={760} onClose={close}>
      <ProgramOutputView program={watched} />
    </Dialog>
  );
}
