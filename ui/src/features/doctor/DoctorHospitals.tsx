import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { problemOf } from '../../api/problem.ts';
import type { Doctor, DoctorHospital } from '../../api/types.ts';
import { Button } from '../../design/Button.tsx';
import { Card } from '../../design/Card.tsx';
import { ConfirmDialog } from '../../design/ConfirmDialog.tsx';
import { Placeholder } from '../../design/Placeholder.tsx';
import table from '../../design/table.module.css';
import { errorWords } from '../../lib/errors/error-words.ts';
import { useScreenKeys } from '../../lib/keyboard/use-screen-keys.ts';
import { formatDate } from '../../lib/time/format.ts';
import { useZone } from '../../lib/time/ZoneContext.tsx';
import { useMe } from '../session/me.ts';
import { useDoctorHospitals } from './doctor-queries.ts';
import { useLeaveHospital } from './doctor-writes.ts';
import { JoinHospitalDialog } from './JoinHospitalDialog.tsx';

interface DoctorHospitalsProps {
  readonly doctor: Doctor;
  readonly disabled: boolean;
}

/** Where a doctor works and worked: hospital, department, position, from and to. */
export function DoctorHospitals({ doctor, disabled }: DoctorHospitalsProps) {
  const { t } = useTranslation();
  const me = useMe();
  const query = useDoctorHospitals(doctor.doctor_id);
  const [joining, setJoining] = useState(false);
  const [leaving, setLeaving] = useState<DoctorHospital | null>(null);
  const mayWrite = me.permissions.includes('doctor_write') && doctor.is_active;
  useScreenKeys(
    {
      H: () => {
        if (!disabled) setJoining(true);
        return true;
      },
    },
    mayWrite && !joining && leaving === null,
  );
  const posts = query.data ?? [];
  return (
    <Card
      title={t('doctor.hospitals')}
      actions={
        mayWrite ? (
          <Button
            icon="plus"
            keys="H"
            disabled={disabled}
            onClick={() => {
              setJoining(true);
            }}
          >
            {t('doctor.addHospital')}
          </Button>
        ) : undefined
      }
    >
      {query.isPending ? <Placeholder kind="loading" /> : null}
      {query.isError ? (
        <Placeholder
          kind="error"
          text={errorWords(problemOf(query.error), t)}
          onRetry={() => void query.refetch()}
        />
      ) : null}
      {query.data?.length === 0 ? <Placeholder kind="empty" text={t('doctor.noHospital')} /> : null}
      {posts.length === 0 ? null : (
        <table className={table.table}>
          <thead>
            <tr>
              <th scope="col">{t('doctor.column.hospital')}</th>
              <th scope="col">{t('doctor.column.department')}</th>
              <th scope="col">{t('doctor.column.position')}</th>
              <th scope="col">{t('doctor.column.from')}</th>
              <th scope="col">{t('doctor.column.to')}</th>
              <th aria-label={t('doctor.column.action')} />
            </tr>
          </thead>
          <tbody>
            {posts.map((post) => (
              <PostRow
                key={`${post.hospital_id} ${post.department} ${post.started_at}`}
                post={post}
                onEnd={mayWrite ? setLeaving : null}
                disabled={disabled}
              />
            ))}
          </tbody>
        </table>
      )}
      {joining ? (
        <JoinHospitalDialog
          doctor={doctor}
          onClose={() => {
            setJoining(false);
          }}
        />
      ) : null}
      {leaving === null ? null : (
        <LeaveHospitalDialog
          doctor={doctor}
          post={leaving}
          onClose={() => {
            setLeaving(null);
          }}
        />
      )}
    </Card>
  );
}

interface PostRowProps {
  readonly post: DoctorHospital;
  readonly disabled: boolean;
  readonly onEnd: ((post: DoctorHospital) => void) | null;
}

function PostRow({ post, disabled, onEnd }: PostRowProps) {
  const { t } = useTranslation();
  const zone = useZone();
  return (
    <tr>
      <th scope="row">
        <bdi>{post.hospital_name}</bdi>
      </th>
      <td>
        <bdi>{post.department}</bdi>
      </td>
      <td>
        <bdi>{post.position ?? t('doctor.notRecorded')}</bdi>
      </td>
      <td className="unbroken">{formatDate(post.started_at, zone)}</td>
      <td className="unbroken">
        {post.ended_at == null ? t('doctor.now') : formatDate(post.ended_at, zone)}
      </td>
      <td className={table.act}>
        {post.ended_at != null || onEnd === null ? null : (
          <Button
            size="small"
            disabled={disabled}
            aria-label={t('doctor.endNamed', { name: `${post.hospital_name}, ${post.department}` })}
            onClick={() => {
              onEnd(post);
            }}
          >
            {t('doctor.end')}
          </Button>
        )}
      </td>
    </tr>
  );
}

interface LeaveHospitalDialogProps {
  readonly doctor: Doctor;
  readonly post: DoctorHospital;
  readonly onClose: () => void;
}

function LeaveHospitalDialog({ doctor, post, onClose }: LeaveHospitalDialogProps) {
  const { t } = useTranslation();
  const leaving = useLeaveHospital(doctor.doctor_id);
  return (
    <ConfirmDialog
      title={t('doctor.leaveTitle')}
      action={t('doctor.end')}
      busy={leaving.isPending}
      error={leaving.error}
      onClose={onClose}
      onConfirm={() => {
        leaving.mutate({ hospital: post.hospital_id, department: post.department }, { onSuccess: onClose });
      }}
    >
      <p>
        {t('doctor.leaveText', {
          doctor: doctor.full_name,
          hospital: post.hospital_name,
          department: post.department,
        })}
      </p>
    </ConfirmDialog>
  );
}
