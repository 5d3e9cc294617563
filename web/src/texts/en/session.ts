export const session = {
  loading: 'Loading…',
  title: 'Log in to Daybook',
  logOut: 'Log out',
};
