/** The table of calls around the conversation, as adapters. A new kind is one file and one line here. */
import type { WireFormat } from '../../model/wire-format.ts';
import type { Adapter } from '../adapter.ts';
import { audio } from './audio.ts';
import { batches } from './batches.ts';
import { createSideCallAdapter, type SideState } from './create-adapter.ts';
import { embeddings } from './embeddings.ts';
import { images } from './images.ts';
import { models } from './models.ts';
import { moderations } from './moderations.ts';
import { rerank } from './rerank.ts';
import { tokenCount } from './token-count.ts';

const table = [embeddings, rerank, images, audio, moderations, models, tokenCount, batches] as const;

export const sideCallAdapters: readonly Adapter<SideState>[] = table.map(createSideCallAdapter);

/** Whether a format is that of a call around the conversation: many vendors share it, so it says nothing about how one words errors. */
export function isSideCall(format: WireFormat): boolean {
  return table.some((call) => call.format === format);
}
