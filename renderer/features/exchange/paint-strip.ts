/** Paints the strip: blocks, tokens/s, ticks, phases, stalls, axis, now. Only drawing; what and where is in strip-model. */
import type { Stall } from './between-tokens.ts';
import { type Role, roles } from './event-role.ts';
import { axisText, countText, durationText, momentText, shortDurationText } from './figures.ts';
import { type Curve, rateCeiling, rateCurves } from './rate-curve.ts';
import { lastingStall, type StreamTrack, type TrackBlock } from './stream-track.ts';
import type { StripColors } from './strip-colors.ts';
import { axisMoments, pixelOf, type StripView, ticksInView } from './strip-model.ts';

/** A word about how it ended, at the right of its moment. */
export type EndNote = {
  readonly atMs: number;
  readonly text: string;
  readonly ours: string | null;
  readonly role: Role;
};

export type StripScene = {
  readonly track: StreamTrack;
  readonly view: StripView;
  readonly width: number;
  readonly height: number;
  /** Ms since the start while more is to come; null when ended. */
  readonly nowMs: number | null;
  /** Where everything ended. */
  readonly endMs: number;
  readonly firstByteMs: number | null;
  readonly firstTokenMs: number | null;
  readonly endNote: EndNote | null;
  readonly hoverMs: number | null;
  /** The playhead, ms since the start; null: the moment is now. */
  readonly momentMs: number | null;
  /** Up to when silence is known; null while capture is late. */
  readonly silentUntilMs: number | null;
  /** A run of events that was picked. */
  readonly range: { readonly startMs: number; readonly endMs: number } | null;
  readonly selectedEvent: number | null;
  readonly hoveredEvent: number | null;
  /** Top of the tokens/s scale so far. */
  readonly ceiling: number;
};

const axisHeight = 26;
const words = '"Inter Variable", Inter, system-ui, sans-serif';
const mono = '"JetBrains Mono Variable", "JetBrains Mono", ui-monospace, monospace';

type Brush = CanvasRenderingContext2D;

/** Paints one frame; returns the ceiling of the tokens/s scale for the next. */
export function paintStrip(brush: Brush, scene: StripScene, colors: StripColors): number {
  brush.clearRect(0, 0, scene.width, scene.height);
  const curves = rateCurves(scene.track, scene.view, scene.width, scene.nowMs);
  const ceiling = rateCeiling(curves, scene.ceiling);
  if (scene.range !== null) paintRange(brush, scene, colors, scene.range);
  paintAxis(brush, scene, colors);
  paintPhases(brush, scene, colors);
  paintBlocks(brush, scene, colors);
  for (const curve of curves) paintCurve(brush, scene, colors, curve, ceiling);
  for (const stall of visibleStalls(scene)) paintStall(brush, scene, colors, stall);
  paintTicks(brush, scene, colors);
  if (scene.endNote !== null) paintEnd(brush, scene, colors, scene.endNote);
  const { momentMs } = scene;
  if (momentMs !== null) paintVeil(brush, scene, colors, momentMs);
  const head = momentMs ?? scene.nowMs;
  if (head !== null) paintMoment(brush, scene, head, colors.now, colors.onNow, true);
  if (scene.hoverMs !== null) paintMoment(brush, scene, scene.hoverMs, colors.faint, colors.well, false);
  return ceiling;
}

function xOf(scene: StripScene, ms: number): number {
  return pixelOf(scene.view, scene.width, ms);
}

function visibleStalls(scene: StripScene): readonly Stall[] {
  const lasting = lastingStall(scene.track, scene.silentUntilMs);
  return lasting === null ? scene.track.stalls : [...scene.track.stalls, lasting];
}

/** What comes later than the playhead lies under glass. */
function paintVeil(brush: Brush, scene: StripScene, colors: StripColors, momentMs: number): void {
  const x = Math.max(0, xOf(scene, momentMs));
  if (x >= scene.width) return;
  brush.globalAlpha = 0.56;
  brush.fillStyle = colors.well;
  brush.fillRect(x, 0, scene.width - x, scene.height - axisHeight);
  brush.globalAlpha = 1;
}

function paintRange(
  brush: Brush,
  scene: StripScene,
  colors: StripColors,
  range: NonNullable<StripScene['range']>,
): void {
  const x = xOf(scene, range.startMs);
  brush.fillStyle = colors.active;
  brush.fillRect(x, 0, Math.max(2, xOf(scene, range.endMs) - x), scene.height - axisHeight);
}

function paintAxis(brush: Brush, scene: StripScene, colors: StripColors): void {
  const base = scene.height - axisHeight;
  brush.fillStyle = colors.rule;
  brush.fillRect(0, base, scene.width, 1);
  const { stepMs, moments } = axisMoments(scene.view, scene.width, 88);
  brush.font = `10.5px ${mono}`;
  brush.textBaseline = 'middle';
  for (const moment of moments) {
    const x = xOf(scene, moment);
    const text = axisText(moment, stepMs);
    const width = widthOf(brush, text);
    // The last label leans on the edge; one that has no room there would hide its own tick.
    if (x > scene.width) continue;
    brush.globalAlpha = 0.5;
    brush.fillStyle = colors.faint;
    brush.fillRect(Math.round(x), base, 1, 4);
    brush.globalAlpha = 1;
    brush.fillText(text, Math.max(0, Math.min(scene.width - width, x - width / 2)), scene.height - 13);
  }
}

const widths = new Map<string, number>();
const mostWidths = 400;

/** The same few words stand on the axis frame after frame. */
function widthOf(brush: Brush, text: string): number {
  const known = widths.get(text);
  if (known !== undefined) return known;
  const { width } = brush.measureText(text);
  if (widths.size >= mostWidths) widths.clear();
  // The font may still be on its way.
  if (document.fonts.status === 'loaded') widths.set(text, width);
  return width;
}

function paintPhases(brush: Brush, scene: StripScene, colors: StripColors): void {
  const { firstByteMs, firstTokenMs } = scene;
  const waitEnd = firstByteMs ?? (scene.track.length === 0 ? (scene.nowMs ?? scene.endMs) : null);
  if (waitEnd !== null) paintPhase(brush, scene, colors, 0, waitEnd, 1);
  if (firstByteMs !== null && firstTokenMs !== null) paintPhase(brush, scene, colors, firstByteMs, firstTokenMs, 0.6);
  brush.fillStyle = colors.rule;
  for (const ms of [firstByteMs, firstTokenMs]) {
    if (ms !== null) brush.fillRect(Math.round(xOf(scene, ms)), 14, 1, scene.height - 14 - axisHeight);
  }
  // Beside what stands there, also where a block began before its first token.
  const blockMs = scene.track.blocks.reduce((least, block) => Math.min(least, block.startMs), Number.POSITIVE_INFINITY);
  const anchor = xOf(scene, Math.min(firstTokenMs ?? firstByteMs ?? 0, Math.max(blockMs, firstByteMs ?? 0))) - 6;
  if (firstByteMs !== null) paintPhaseLabel(brush, colors, 'first byte', firstByteMs, anchor, 38);
  if (firstTokenMs !== null) paintPhaseLabel(brush, colors, 'first token', firstTokenMs, anchor, 54);
}

function paintPhase(
  brush: Brush,
  scene: StripScene,
  colors: StripColors,
  from: number,
  to: number,
  alpha: number,
): void {
  const x = xOf(scene, from);
  brush.globalAlpha = alpha;
  brush.fillStyle = colors.active;
  roundedBox(brush, x, 14, Math.max(1.5, xOf(scene, to) - x - 1.5), 8, 2);
  brush.globalAlpha = 1;
}

function paintPhaseLabel(brush: Brush, colors: StripColors, name: string, ms: number, right: number, y: number): void {
  brush.textBaseline = 'middle';
  brush.font = `500 11px ${mono}`;
  const figure = durationText(ms);
  const figureWidth = brush.measureText(figure).width;
  brush.font = `10.5px ${words}`;
  const nameWidth = brush.measureText(name).width;
  if (right - figureWidth - nameWidth - 6 < 0) return;
  brush.fillStyle = colors.faint;
  brush.fillText(name, right - figureWidth - 4 - nameWidth, y);
  brush.font = `500 11px ${mono}`;
  brush.fillStyle = colors.subtle;
  brush.fillText(figure, right - figureWidth, y);
}

function paintBlocks(brush: Brush, scene: StripScene, colors: StripColors): void {
  const lanes = Math.min(4, Math.max(1, ...scene.track.blocks.map((block) => block.choice + 1)));
  for (const block of scene.track.blocks) paintBlock(brush, scene, colors, block, lanes);
}

function paintBlock(brush: Brush, scene: StripScene, colors: StripColors, block: TrackBlock, lanes: number): void {
  const laneHeight = (20 - (lanes - 1)) / lanes;
  const top = 8 + Math.min(block.choice, lanes - 1) * (laneHeight + 1);
  // Sound runs along under the words that were spoken: two names in one place could not be read.
  const height = block.isSound ? 4 : laneHeight;
  const y = top + laneHeight - height;
  const isOpen = block.isOpen && scene.nowMs !== null;
  const x = xOf(scene, block.startMs);
  const width = Math.max(2, xOf(scene, isOpen ? (scene.nowMs ?? 0) : block.endMs) - x - 1);
  if (x > scene.width || x + width < 0) return;
  brush.globalAlpha = 0.2;
  brush.fillStyle = colors.role[block.role];
  roundedBox(brush, x, y, width, height, isOpen ? [4, 0, 0, 4] : 4);
  brush.globalAlpha = 1;
  if (height < 14 || width < 22) return;
  const left = Math.max(x, 0);
  brush.save();
  brush.beginPath();
  brush.rect(left, y, x + width - left - 4, height);
  brush.clip();
  brush.fillStyle = colors.onTint[block.role];
  brush.textBaseline = 'middle';
  brush.font = `500 11px ${words}`;
  const name = cutName(
    brush,
    block.role === 'reasoning' ? 'thinking' : (block.name ?? block.role),
    x + width - left - 10,
  );
  brush.fillText(name, left + 6, y + height / 2 + 0.5);
  const after = left + 10 + brush.measureText(name).width;
  brush.font = `400 11px ${words}`;
  const figure = blockFigure(block, scene);
  if (name !== '' && after + brush.measureText(figure).width < x + width - 4)
    brush.fillText(figure, after, y + height / 2 + 0.5);
  brush.restore();
}

/** A name in the room that there is: whole, else its beginning, and nothing where that would tell nothing. */
function cutName(brush: Brush, name: string, room: number): string {
  const { width } = brush.measureText(name);
  if (width <= room) return name;
  const letters = Math.floor((room / width) * name.length) - 2;
  return letters < 4 ? '' : `${name.slice(0, letters)}…`;
}

function blockFigure(block: TrackBlock, scene: StripScene): string {
  if (block.isOpen && scene.nowMs === null) return 'never closed';
  if (block.isOpen) return '';
  if (block.role === 'reasoning') return shortDurationText(block.endMs - block.startMs);
  return block.role === 'text' ? `~${countText(block.estimatedTokens)} tok` : '';
}

function paintCurve(brush: Brush, scene: StripScene, colors: StripColors, curve: Curve, ceiling: number): void {
  const base = scene.height - 60;
  const height = base - 32;
  const color = colors.role[scene.track.blocks[curve.stretch.block]?.role ?? 'frame'];
  const line = new Path2D();
  const left = Math.max(curve.startPx, xOf(scene, curve.stretch.startMs));
  line.moveTo(left, base);
  const count = curve.perSecond.length;
  const ramp = Math.min(4, count / 4);
  for (let index = 1; index < count; index += 1) {
    const fromEnd = curve.stretch.isOpen ? Number.POSITIVE_INFINITY : count - 1 - index;
    const share = Math.min(1, index / ramp, fromEnd / ramp);
    line.lineTo(
      curve.startPx + index,
      base - Math.min(1, (curve.perSecond[index] as number) / ceiling) * share * height,
    );
  }
  const right = curve.startPx + count - 1;
  if (!curve.stretch.isOpen) line.lineTo(right, base);
  const area = new Path2D(line);
  area.lineTo(right, base);
  area.closePath();
  brush.globalAlpha = 0.17;
  brush.fillStyle = color;
  brush.fill(area);
  brush.globalAlpha = 1;
  brush.strokeStyle = color;
  brush.lineWidth = 1.5;
  brush.lineJoin = 'round';
  brush.stroke(line);
}

function paintStall(brush: Brush, scene: StripScene, colors: StripColors, stall: Stall): void {
  const x = Math.max(-20, xOf(scene, stall.startMs));
  const width = Math.min(scene.width + 20, xOf(scene, stall.endMs)) - x;
  if (width <= 1) return;
  hatch(brush, x, 34, width, scene.height - 62, colors.role.warning, 0.3);
  const text = `stall ${shortDurationText(stall.endMs - stall.startMs)}`;
  brush.font = `550 11px ${words}`;
  const textWidth = brush.measureText(text).width;
  if (textWidth + 12 > width) return;
  const center = x + width / 2;
  const y = 34 + (scene.height - 62) / 2;
  brush.fillStyle = colors.well;
  roundedBox(brush, center - textWidth / 2 - 5, y - 8, textWidth + 10, 16, 4);
  brush.fillStyle = colors.role.warning;
  brush.textBaseline = 'middle';
  brush.fillText(text, center - textWidth / 2, y + 0.5);
}

/** Diagonal lines: the sign of trouble, for those who do not see its colour. */
function hatch(brush: Brush, x: number, y: number, width: number, height: number, color: string, alpha: number): void {
  brush.save();
  brush.beginPath();
  brush.rect(x, y, width, height);
  brush.clip();
  brush.globalAlpha = alpha;
  brush.strokeStyle = color;
  brush.lineWidth = 1.3;
  brush.beginPath();
  for (let at = Math.floor((x - height) / 8.5) * 8.5; at < x + width; at += 8.5) {
    brush.moveTo(at, y + height);
    brush.lineTo(at + height, y);
  }
  brush.stroke();
  brush.restore();
}

function paintTicks(brush: Brush, scene: StripScene, colors: StripColors): void {
  const base = scene.height - axisHeight;
  for (const tick of ticksInView(scene.track, scene.view, scene.width)) {
    const role = roles[tick.role] as Role;
    const height = role === 'frame' ? 5 : 5 + tick.height * 19;
    brush.fillStyle = colors.role[role];
    brush.fillRect(tick.x - 0.75, base - height, 1.5, height);
  }
  paintPick(brush, scene, colors, scene.hoveredEvent, 0.6);
  paintPick(brush, scene, colors, scene.selectedEvent, 1);
}

/** The small triangle below the tick of a chosen event. */
function paintPick(brush: Brush, scene: StripScene, colors: StripColors, event: number | null, alpha: number): void {
  if (event === null || event >= scene.track.length) return;
  const x = xOf(scene, scene.track.at[event] as number);
  const base = scene.height - axisHeight;
  brush.globalAlpha = alpha;
  brush.fillStyle = colors.role[roles[scene.track.role[event] as number] as Role];
  brush.fillRect(x - 1, base - 26, 2, 26);
  brush.beginPath();
  brush.moveTo(x, base);
  brush.lineTo(x + 4, base + 6);
  brush.lineTo(x - 4, base + 6);
  brush.fill();
  brush.globalAlpha = 1;
}

function paintEnd(brush: Brush, scene: StripScene, colors: StripColors, note: EndNote): void {
  const x = xOf(scene, note.atMs);
  if (x < 0 || x > scene.width) return;
  const color = colors.role[note.role];
  brush.fillStyle = color;
  brush.fillRect(x - 0.75, 8, 1.5, scene.height - 8 - 22);
  brush.font = `500 11px ${words}`;
  brush.textBaseline = 'middle';
  const isLeft = x + 8 + brush.measureText(note.text).width > scene.width;
  brush.textAlign = isLeft ? 'right' : 'left';
  brush.fillText(note.text, x + (isLeft ? -6 : 6), 18);
  brush.textAlign = 'left';
  if (note.ours === null) return;
  const width = brush.measureText(note.ours).width + 12;
  const left = isLeft ? x - width - 6 : x + 6;
  hatch(brush, left, 32, width, 18, colors.role.warning, 0.35);
  brush.fillStyle = colors.role.warning;
  brush.fillText(note.ours, left + 6, 41.5);
}

function paintMoment(
  brush: Brush,
  scene: StripScene,
  ms: number,
  color: string,
  onColor: string,
  isNow: boolean,
): void {
  const x = xOf(scene, ms);
  if (x < -1 || x > scene.width + 1) return;
  brush.fillStyle = color;
  const lineWidth = isNow ? 1.5 : 1;
  brush.fillRect(x - lineWidth / 2, 0, lineWidth, scene.height - 22);
  if (isNow) {
    brush.beginPath();
    brush.moveTo(x - 4.5, 0);
    brush.lineTo(x + 4.5, 0);
    brush.lineTo(x, 6);
    brush.fill();
  }
  const text = momentText(ms);
  brush.font = `600 11px ${mono}`;
  const width = brush.measureText(text).width + 12;
  const left = Math.max(0, Math.min(scene.width - width, x - width / 2));
  roundedBox(brush, left, scene.height - 21, width, 18, 5);
  brush.fillStyle = onColor;
  brush.textBaseline = 'middle';
  brush.fillText(text, left + 6, scene.height - 11.5);
}

function roundedBox(
  brush: Brush,
  x: number,
  y: number,
  width: number,
  height: number,
  radius: number | number[],
): void {
  brush.beginPath();
  brush.roundRect(x, y, width, height, radius);
  brush.fill();
}
