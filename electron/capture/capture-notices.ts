/** Titles of what capture tells the user about its store; the app knows by them what can be done, and what ends what. */

/** Each is the title of a notice. */
export const captureNotices = {
  damaged: 'Captures were damaged',
  notSaved: 'Captures are not being saved',
  savedAgain: 'Captures are saved again',
} as const;
