-- AlterTable
ALTER TABLE "Stage" ADD COLUMN     "accessLogFormat" TEXT NOT NULL DEFAULT '';
