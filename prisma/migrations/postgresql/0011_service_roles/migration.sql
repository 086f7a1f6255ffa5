-- AlterTable
ALTER TABLE "Integration" ADD COLUMN     "credentials" TEXT;

-- CreateTable
CREATE TABLE "ServiceRole" (
    "id" TEXT NOT NULL,
    "accountId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "accessKeyId" TEXT NOT NULL,
    "secretSealed" TEXT NOT NULL,
    "hasSessionToken" BOOLEAN NOT NULL DEFAULT false,
    "credentialsChangedAt" TIMESTAMP(3) NOT NULL,
    "services" JSONB NOT NULL DEFAULT '[]',
    "version" INTEGER NOT NULL DEFAULT 1,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "ServiceRole_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "ServiceRole_accountId_name_key" ON "ServiceRole"("accountId", "name");

-- AddForeignKey
ALTER TABLE "ServiceRole" ADD CONSTRAINT "ServiceRole_accountId_fkey" FOREIGN KEY ("accountId") REFERENCES "Account"("id") ON DELETE CASCADE ON UPDATE CASCADE;
