/** A note on the exchanges that were meant. Kept with the exchange on this machine, and in no export. */
import { useState } from 'react';
import type { ExchangeId } from '../../../shared/model/exchange.ts';
import { countOf } from '../../lib/format.ts';
import { markExchanges, writeNote } from '../../store/mark-actions.ts';
import { useStore } from '../../store/store.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { TextField } from '../../ui/TextField.tsx';

/** Open while somebody's note is being written. */
export function NoteDialog() {
  const ids = useStore((state) => state.notedIds);
  return ids.length === 0 ? null : <OpenNote key={ids.join()} ids={ids} />;
}

function OpenNote({ ids }: { readonly ids: readonly ExchangeId[] }) {
  const [text, setText] = useState(() => useStore.getState().marks.get(ids[0] ?? '')?.note ?? '');
  const save = (): void => {
    writeNote([]);
    void markExchanges(ids, { note: text.trim() });
  };
  return (
    <Dialog
      title={ids.length === 1 ? 'Note' : `Note on ${countOf(ids.length, 'exchange')}`}
      width={440}
      onClose={() => writeNote([])}
      footer={
        <Button variant="primary" onClick={save}>
          Keep
        </Button>
      }
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          save();
        }}
      >
        <TextField label="Note" isLabelHidden value={text} onChange={setText} />
      </form>
    </Dialog>
  );
}
