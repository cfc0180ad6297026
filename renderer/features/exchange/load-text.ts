/** A decoded body as text; JSON is pretty printed, since one line of MBs cannot be shown well. */
import type { BodyDirection } from '../../../shared/ipc/bodies.ts';
import { loadBodyText } from '../../store/open-actions.ts';

export type LoadedText = { readonly text: string; readonly isJson: boolean };

/** Never rejects: trouble is told in the text. */
export async function loadText(id: string, direction: BodyDirection): Promise<LoadedText> {
  const result = await loadBodyText({ id, direction });
  return result.ok ? result.value : { text: result.error.message, isJson: false };
}
