/** How an exchange is played back. Where it stands is `momentAt` of the open exchange. */

/** Times as fast as it was; `instant`: to the end at once. */
export type PlaySpeed = 1 | 4 | 'instant';

/** Slowest first. */
export const playSpeeds: readonly PlaySpeed[] = [1, 4, 'instant'];

export type PlaybackSlice = { readonly isPlaying: boolean; readonly playSpeed: PlaySpeed };

export const initialPlaybackSlice: PlaybackSlice = { isPlaying: false, playSpeed: 1 };
