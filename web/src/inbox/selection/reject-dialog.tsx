import { useState } from 'react';
import { Dialog, Heading, Modal, ModalOverlay, Radio, RadioGroup } from 'react-aria-components';
import { Button } from '../../controls/button.js';
import { texts } from '../../texts/texts.js';
import './bulk-dialogs.css';

const { codes } = texts.decision.reasons;
const CODES = Object.keys(codes) as (keyof typeof codes)[];

interface Props {
  count: number;
  onClose: () => void;
  /** @param comment null if none was given */
  onReject: (reason: string, comment: string | null) => void;
}

/** Asks why several actions are rejected. A digit chooses a reason. */
export default function RejectDialog({ count, onClose, onReject }: Props) {
  const [reason, setReason] = useState<string>(CODES[0]!);
  const [comment, setComment] = useState('');
  return (
    <ModalOverlay className="bulk-overlay" isOpen isDismissable onOpenChange={onClose}>
      <Modal className="bulk-dialog">
        <Dialog className="bulk-dialog-content">
          <Heading slot="title">{texts.selection.rejectTitle(count)}</Heading>
          {/* The digits are a short cut; each reason is a radio button, too. */}
          {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions */}
          <form
            onSubmit={(event) => {
              event.preventDefault();
              onReject(reason, comment.trim() || null);
            }}
            onKeyDown={({ key, target, currentTarget }) => {
              if (target instanceof HTMLTextAreaElement) return;
              const radio = currentTarget.querySelectorAll<HTMLElement>('input[type=radio]')[Number(key) - 1];
              radio?.focus();
              radio?.click();
            }}
          >
            <RadioGroup
              className="bulk-reasons"
              aria-label={texts.decision.reasons.title}
              value={reason}
              onChange={setReason}
            >
              {CODES.map((code, index) => (
                // A dialog takes the focus in any case.
                // oxlint-disable-next-line jsx-a11y/no-autofocus
                <Radio key={code} value={code} className="bulk-reason" autoFocus={index === 0}>
                  <kbd aria-hidden="true">{index + 1}</kbd> {codes[code]}
                </Radio>
              ))}
            </RadioGroup>
            <label className="bulk-comment">
              {texts.decision.reasons.comment}
              <textarea
                rows={2}
                maxLength={2_000}
                value={comment}
                onChange={({ target }) => setComment(target.value)}
              />
            </label>
            <div className="bulk-buttons">
              <Button type="submit" kind="danger">
                {texts.selection.rejectNow(count)}
              </Button>
              <Button onPress={onClose}>{texts.decision.reasons.back}</Button>
            </div>
          </form>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
