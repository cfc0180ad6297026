/** Image generation, edits and variations: each image is a block that the window draws. */
import type { Delta } from '../../model/delta.ts';
import { asNumber, asObject, asObjects, asText, type JsonObject } from '../json-reading.ts';
import { imageFacts } from './image-size.ts';
import { inputRequest } from './read-request.ts';
import { counted, type SideCall, type SideContext, type SideReading, shownBlock } from './side-call.ts';
import { sideUsage, usageDeltas } from './usage.ts';

/**
 * @see https://platform.openai.com/docs/api-reference/images
 * @see https://platform.openai.com/docs/api-reference/images-streaming
 * @see https://ai.google.dev/gemini-api/docs/imagen (`:predict`)
 */
export const images: SideCall = {
  format: 'images',
  title: 'Images',
  claims: ({ method, path }) =>
    method === 'POST' && /\/images\/(generations|edits|variations)\/?$|imag[^/]*:predict$/.test(path),
  readBody,
  readEvent,
  readRequest: inputRequest(['prompt', 'instances']),
  consumedFields: ['partial_image_index'],
};

type WireImage = { readonly data: string | null; readonly mediaType: string | null; readonly native: JsonObject };

function readBody(body: JsonObject, context: SideContext): SideReading | null {
  const items = asObjects(body.data ?? body.predictions);
  if (items.length === 0) return null;
  const wire = items.map((item) => readImage(item, body));
  const size = sizeOf(body, context, wire);
  const words = `${counted(wire.length, 'image')}${size === null ? '' : ` ${size}`}`;
  const usage = sideUsage(body);
  const deltas = wire.flatMap((image, index) => imageDeltas(`image:${index}`, words, image));
  return { reading: words, deltas: [...usageDeltas(usage), ...deltas] };
}

/** Partial images are kept beside the final one: each is a whole image, only vaguer. */
function readEvent(body: JsonObject, context: SideContext): SideReading | null {
  const type = asText(body.type) ?? '';
  const isPartial = type.endsWith('.partial_image');
  if (!isPartial && !type.endsWith('.completed')) return null;
  const image = readImage(body, body);
  const size = sizeOf(body, context, [image]);
  const index = asNumber(body.partial_image_index) ?? 0;
  const what = isPartial ? `partial image ${index + 1}` : '1 image';
  const words = size === null ? what : `${what} ${size}`;
  const deltas = imageDeltas(isPartial ? `partial:${index}` : 'image:0', words, image);
  return { reading: words, deltas: [...usageDeltas(sideUsage(body)), ...deltas], type, isEnd: !isPartial };
}

function readImage(item: JsonObject, body: JsonObject): WireImage {
  const data = asText(item.b64_json) ?? asText(item.bytesBase64Encoded);
  const format = asText(body.output_format);
  const told = asText(item.mimeType) ?? (format === null ? null : `image/${format}`);
  return { data, mediaType: told ?? (data === null ? null : imageFacts(data).mediaType), native: item };
}

/** What the answer says, else the image itself, else what was asked for (unless that was `auto`). */
function sizeOf(body: JsonObject, context: SideContext, wire: readonly WireImage[]): string | null {
  const told = asText(body.size);
  if (told !== null && told !== 'auto') return told;
  const data = wire[0]?.data ?? null;
  const seen = data === null ? null : imageFacts(data).size;
  const asked = asText(asObject(context.requestBody)?.size);
  return seen ?? (asked === 'auto' ? null : asked);
}

/** An image behind a URL is shown as its address: nothing is ever fetched. */
function imageDeltas(block: string, words: string, image: WireImage): readonly Delta[] {
  if (image.data === null) return shownBlock(block, words, image.native);
  const at = { choice: 0, block } as const;
  const mediaType = image.mediaType === null ? {} : { mediaType: image.mediaType };
  return [
    { type: 'block-start', ...at, kind: 'image', name: words },
    { type: 'block-patch', ...at, ...mediaType },
    { type: 'data-delta', ...at, text: image.data },
    { type: 'block-end', ...at },
  ];
}
