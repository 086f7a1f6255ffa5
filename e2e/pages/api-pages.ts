import { expect, type Locator, type Page } from '@playwright/test';

/** The screens of one API that several journeys walk through. */
export class ApiPages {
  readonly page: Page;
  readonly tree: Locator;
  readonly dialog: Locator;
  readonly toasts: Locator;

  constructor(page: Page) {
    this.page = page;
    this.tree = page.getByRole('tree', { name: 'Resources' });
    this.dialog = page.getByRole('dialog');
    this.toasts = page.locator('[data-sonner-toast]');
  }

  async openResources(apiId: string): Promise<void> {
    await this.page.goto(`/apis/${apiId}/resources`);
    await expect(this.tree).toBeVisible();
  }

  async openMethod(apiId: string, resourceId: string, method: string, tab?: 'test'): Promise<void> {
    await this.page.goto(
      `/apis/${apiId}/resources?resource=${resourceId}&method=${method}${tab === undefined ? '' : `&tab=${tab}`}`,
    );
    await expect(this.page.getByRole('heading', { level: 2 }).filter({ hasText: method })).toBeVisible();
  }

  async openStage(apiId: string, stageName: string): Promise<void> {
    await this.page.goto(`/apis/${apiId}/stages/${stageName}`);
    await expect(this.page.getByRole('heading', { name: stageName })).toBeVisible();
  }

  item(name: string): Locator {
    return this.tree.getByRole('treeitem', { name, exact: true });
  }

  box(name: string): Locator {
    return this.page
      .getByRole('region', { name: 'Flow of a request' })
      .getByRole('button', { name: new RegExp(`^${name}`) });
  }

  /** A card of the stage editor, by its title. */
  card(title: string): Locator {
    return this.page.locator('form').filter({ has: this.page.getByRole('heading', { name: title, exact: true }) });
  }

  async createResource(pathPart: string): Promise<void> {
    await this.page.getByRole('button', { name: 'Create resource', exact: true }).click();
    await this.dialog.getByLabel('Path part').fill(pathPart);
    await this.dialog.getByRole('button', { name: 'Create resource' }).click();
    await expect(this.dialog).toBeHidden();
  }

  async createProxyMethod(uri: string): Promise<void> {
    await this.page.getByRole('button', { name: 'Create method' }).first().click();
    await this.dialog.getByLabel('Endpoint URI').fill(uri);
    await this.dialog.getByRole('button', { name: 'Create method' }).click();
    await expect(this.dialog).toBeHidden();
  }

  /** Leaves the dialog on its answer. */
  async deploy(description = ''): Promise<void> {
    await this.page.getByRole('button', { name: 'Deploy', exact: true }).click();
    await this.dialog.getByLabel('Description').fill(description);
    await this.dialog.getByRole('button', { name: 'Deploy', exact: true }).click();
  }

  async saveBox(name: string): Promise<void> {
    await this.dialog.getByRole('button', { name: `Save ${name}` }).click();
    await expect(this.dialog).toBeHidden();
  }
}
