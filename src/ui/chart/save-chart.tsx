import { ActionIcon, Menu, Tooltip } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import type { RefObject } from 'react';
import { showProblem } from '../notify.tsx';
import { saveFile } from '../save-file.ts';
import { chartPng, chartSvg } from './chart-image.ts';

/** Saves a chart as it stands on the screen. */
export function SaveChart({ figure, name }: { figure: RefObject<HTMLElement | null>; name: string }) {
  const savePng = async () => {
    if (figure.current) saveFile(`${name}.png`, await chartPng(figure.current), 'image/png');
  };
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <Tooltip label="Save this chart" position="left">
          <ActionIcon size="sm" variant="subtle" color="gray" aria-label="Save this chart">
            <IconDownload size={16} />
          </ActionIcon>
        </Tooltip>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          onClick={() => {
            if (figure.current) saveFile(`${name}.svg`, chartSvg(figure.current), 'image/svg+xml');
          }}
        >
          As SVG
        </Menu.Item>
        <Menu.Item
          onClick={() => {
            savePng().catch((error: unknown) =>
              showProblem({
                code: 'internal',
                message: `The chart could not be drawn: ${error instanceof Error ? error.message : String(error)}`,
                remedy: 'Save it as SVG instead.',
              }),
            );
          }}
        >
          As PNG
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
