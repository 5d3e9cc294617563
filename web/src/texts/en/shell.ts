export const shell = {
  inbox: 'Inbox',
  tabs: {
    needs_action: 'Needs action',
    in_progress: 'In progress',
    awaiting_customer: 'Awaiting customer',
    scheduled: 'Scheduled',
    history: 'History',
  },
  failed: (count: string) => `${count} failed`,
};
