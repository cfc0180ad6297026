/** The completion onto the clipboard: as text, markdown or JSON, and the request as a command of curl. */
import type { Completion } from '../../../shared/model/completion.ts';
import { copyText } from '../../store/actions.ts';
import { exportExchanges, loadNative } from '../../store/open-actions.ts';
import { useStore } from '../../store/store.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import { Menu } from '../../ui/Menu.tsx';

/** What was said, without reasoning; several choices one after the other. */
export function textOfCompletion({ choices }: Completion): string {
  const texts = choices.map(({ blocks }) =>
    blocks.flatMap(({ kind, text }) => (kind === 'text' || kind === 'refusal' ? [text] : [])).join('\n\n'),
  );
  return texts.join('\n\n---\n\n');
}

/** A menu behind an icon. */
export function CompletionCopy() {
  const id = useStore((state) => state.openExchange?.id ?? null);
  if (id === null) return null;
  const copyJson = async (which: 'native' | 'completion'): Promise<void> => {
    const result = await loadNative(id);
    if (result.ok) await copyText(result.value[which]);
  };
  const copyAs = (format: 'markdown' | 'curl') => () =>
    void exportExchanges({ ids: [id], format, target: 'clipboard' });
  const copyWords = (): void => {
    const completion = useStore.getState().openExchange?.completion;
    if (completion) void copyText(textOfCompletion(completion));
  };
  return (
    <Menu
      label="Copy the completion"
      trigger={<IconButton icon="copy" label="Copy the completion" size="small" />}
      entries={[
        { kind: 'item', title: 'Copy text', onSelect: copyWords },
        { kind: 'item', title: 'Copy markdown transcript', onSelect: copyAs('markdown') },
        { kind: 'item', title: 'Copy native JSON', onSelect: () => void copyJson('native') },
        { kind: 'item', title: 'Copy completion JSON', onSelect: () => void copyJson('completion') },
        { kind: 'item', title: 'Copy request as cURL', onSelect: copyAs('curl') },
      ]}
    />
  );
}
