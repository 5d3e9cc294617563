import { useRef } from 'react';
import { ModalDialog, type ModalProps } from './modal-dialog.js';
import './over-dialog.css';

/** A dialog over the page, which stays as it is below a veil. */
export function OverDialog({ role, ...props }: ModalProps & { role?: 'alertdialog' }) {
  const ref = useRef<HTMLDialogElement>(null);
  return <ModalDialog {...props} ref={ref} role={role} className="over-dialog" />;
}
