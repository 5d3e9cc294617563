export const session = {
  loading: 'Loading…',
  title: 'Log in to Daybook',
  titleEnded: 'Your session has ended',
  ended:
    'Log in again, here or in another tab. The page below stays as it is, and nothing that you have typed is lost.',
  loggingIn: 'Logging in…',
  confirm: 'Log in',
  confirmHint: 'This link logs you in once, in this browser.',
  organisation: 'Log in with your organisation',
  otherAccount: 'Log in with another account',
  or: 'or',
  email: 'E-mail address',
  mailLink: 'E-mail me a link',
  mailHint: 'The link logs you in once, without a password.',
  mailed: (email: string) =>
    `If ${email} may log in, a link is on its way. It is valid for 15 minutes. Look into your spam folder, too.`,
  mailAgain: 'Use another address',
  linkUsed: 'This link has been used already, or has expired.',
  nextMail: 'Have a new one sent to you below.',
  nextOidc: 'Log in with your organisation instead.',
  nextOperator: 'Ask the operator of Daybook for a new one.',
  operator: 'You need a one-time link. The operator of Daybook can make one for you:',
  operatorCommand: 'npm run --silent cli -- login-link create --contact <id>',
  wayInFailed: 'The ways to log in could not be loaded:',
  /** By the code in `/login?error=`. */
  errors: {
    denied: 'The log-in was refused. Try again, or use another account.',
    login_expired: 'The log-in took too long, or was begun in another browser. Try again.',
    provider_unavailable: 'Your organisation’s log-in does not respond. Try again in a few minutes.',
    unknown_contact:
      'Nobody with your account or its verified e-mail address may use this Daybook. Ask an administrator to give your contact a role.',
    login_failed: 'The log-in did not succeed. Try again; if it fails again, tell the operator of Daybook.',
  },
  logOut: 'Log out',
  unsent: 'Something that you decided has not arrived yet. Look at it first, or do this again.',
  logOutFailed: 'You are still logged in:',
};
