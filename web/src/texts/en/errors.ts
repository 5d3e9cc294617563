/** What went wrong, and what to do next. */
export const errors = {
  offline: 'Daybook cannot be reached. It is tried again by itself.',
  busy: 'Daybook is busy. It is tried again in a moment.',
  throttled: 'Too many requests. Wait a moment, then try again.',
  loggedOut: 'Your session has ended. Log in again; what you have typed is kept.',
  denied: 'Your role does not allow this.',
  gone: 'This no longer exists.',
  unknown: 'Something went wrong.',
  retry: 'Try again',
};
