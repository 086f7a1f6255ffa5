-- AlterTable
ALTER TABLE "RestApi" ADD COLUMN "vpcEndpointIds" JSONB;
