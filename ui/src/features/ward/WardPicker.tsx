import { Menu } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Board } from '../../api/types.ts';
import { Icon } from '../../design/Icon.tsx';
import { useMe } from '../session/me.ts';
import classes from './WardPicker.module.css';

interface WardPickerProps {
  readonly board: Board;
  readonly onWard: (wardId: string) => void;
}

export function WardPicker({ board, onWard }: WardPickerProps) {
  const { t } = useTranslation();
  const { wards } = useMe();
  return (
    <Menu position="bottom-start" transitionProps={{ duration: 0 }}>
      <Menu.Target>
        <button
          type="button"
          className={classes.button}
          aria-label={t('ward.pick', { ward: board.ward.name, count: board.beds.length })}
        >
          <span className={classes.name}>{board.ward.name}</span>
          <span className={classes.beds}>{t('ward.beds', { count: board.beds.length })}</span>
          <Icon name="chevronDown" size={12} />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        {wards.map((ward) => (
          <Menu.Item
            key={ward.id}
            leftSection={
              ward.id === board.ward.id ? <Icon name="check" size={14} /> : <span className={classes.gap} />
            }
            onClick={() => {
              onWard(ward.id);
            }}
          >
            {ward.name}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
